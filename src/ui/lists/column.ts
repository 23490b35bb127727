export interface Column {
	key: string;
	label: string;
	/** Right-aligned, tabular figures. */
	number?: boolean | undefined;
	/** The address that sorts by this column; a sorted column leads to the other direction. */
	sort?: string | undefined;
	sorted?: 'up' | 'down' | undefined;
}
