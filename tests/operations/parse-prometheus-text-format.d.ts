declare module 'parse-prometheus-text-format' {
	export type Family = {
		name: string;
		type: string;
		/** A histogram has `count` in place of `value`. */
		metrics: { labels?: Record<string, string>; value?: string; count?: string }[];
	};
	/** @throws for what is not in the format */
	export default function parse(text: string): Family[];
}
