import {
	addedCost,
	brokenApart,
	movePerson,
	pairCounts,
	swapPeople,
	timesTogether,
	type Change,
	type Pair,
	type Week,
} from '#course/rules/groups.ts';
import { hueOf, type Hue } from '#ui/figures/hue.ts';
import type { PairMet, SeatedPerson } from '#ui/groups/seated.ts';
import { byId, shortNames } from './short-names.ts';

export type Person = { userId: string; name: string; picture: string | null };
export type TablesPage = {
	tables: readonly (readonly string[])[];
	names: readonly string[];
	people: readonly Person[];
	history: readonly Week[];
	apart: readonly Pair[];
};
export type PlannedTable = {
	index: number;
	name: string;
	hue: Hue;
	people: SeatedPerson[];
	met: PairMet[];
	/** How often people at this table have met before, all pairs together. */
	repeats: number;
};

/** One person in the hand of whoever forms the groups, and what putting them somewhere would do. */
export class Planner {
	/** Who is held. */
	held = $state<string | null>(null);
	/** The table the held person would sit down at. */
	table = $state<number | null>(null);
	/** Whom the held person would change places with. */
	partner = $state<string | null>(null);
	#page: () => TablesPage;
	#counts = $derived.by(() => pairCounts(this.#page().history));
	#short = $derived.by(() => shortNames(this.#page().people));
	#people = $derived.by(() => byId(this.#page().people));

	home = $derived.by(() => (this.held === null ? null : this.tableOf(this.held)));
	/** What the intended move does to the cost of the plan; null while the held person is where they were. */
	change = $derived.by(() => this.#intended()?.costChange ?? null);
	/** Whether the move would bring people together who should stay apart, as far as the viewer knows. */
	breaks = $derived.by(() => (this.#intended()?.brokenApart.length ?? 0) > 0);
	tables = $derived.by(() => this.#page().tables.map((_, index) => this.#planned(index)));

	constructor(page: () => TablesPage) {
		this.#page = page;
	}

	nameOf = (userId: string | null): string => (userId === null ? '' : (this.#short.get(userId) ?? ''));
	fullNameOf = (userId: string | null): string => (userId === null ? '' : (this.#people.get(userId)?.name ?? ''));
	pictureOf = (userId: string | null): string | undefined =>
		(userId === null ? undefined : this.#people.get(userId)?.picture) ?? undefined;
	tableName = (index: number | null): string => (index === null ? '' : (this.#page().names[index] ?? ''));
	tableOf = (userId: string): number => this.#page().tables.findIndex((table) => table.includes(userId));
	times = (one: string, other: string): number => timesTogether(this.#counts, [one, other]);

	/** The price of the held person at a table. */
	costAt(table: number): number {
		return this.#move(table)?.costChange ?? 0;
	}

	pick(userId: string): void {
		this.held = userId;
		this.partner = null;
		this.table = this.tableOf(userId);
	}

	aim(table: number): void {
		this.partner = null;
		this.table = table;
	}

	/** The next table, round and round. */
	turn(step: 1 | -1): void {
		const count = this.#page().tables.length;
		this.aim(((this.table ?? 0) + step + count) % count);
	}

	swapWith(userId: string): void {
		this.partner = userId;
		this.table = this.tableOf(userId);
	}

	putBack(): void {
		this.held = null;
		this.table = null;
		this.partner = null;
	}

	get moved(): boolean {
		return this.held !== null && this.table !== null && this.table !== this.home;
	}

	#move(table: number): Change | null {
		const { tables, apart } = this.#page();
		if (this.held === null || this.home === null || this.home < 0 || table >= tables.length) return null;
		return movePerson(tables, this.held, table, this.#counts, apart);
	}

	#intended(): Change | null {
		if (!this.moved || this.held === null || this.table === null) return null;
		const { tables, apart } = this.#page();
		return this.partner === null
			? this.#move(this.table)
			: swapPeople(tables, [this.held, this.partner], this.#counts, apart);
	}

	#planned(index: number): PlannedTable {
		const page = this.#page();
		const seated = page.tables[index] ?? [];
		const leaves = (userId: string) =>
			this.moved && (userId === this.held || (userId === this.partner && index === this.table));
		const comes = !this.moved
			? []
			: index === this.table
				? [this.held]
				: index === this.home && this.partner !== null
					? [this.partner]
					: [];
		const arriving = comes.filter((one) => one !== null);
		const people: SeatedPerson[] = [
			...seated.map((userId) => this.#seat(userId, leaves(userId), userId === this.held)),
			...arriving.map((userId) => this.#seat(userId, false, true)),
		];
		const there = [...seated.filter((userId) => !leaves(userId)), ...arriving];
		const met = there.flatMap((a, place) =>
			there.slice(place + 1).flatMap((b): PairMet[] => {
				const times = this.times(a, b);
				return times > 0 ? [{ a, b, times, added: arriving.includes(a) || arriving.includes(b) }] : [];
			}),
		);
		return {
			index,
			name: page.names[index] ?? '',
			hue: hueOf(index),
			people,
			met,
			repeats: addedCost([there], this.#counts),
		};
	}

	#seat(userId: string, free: boolean, held: boolean): SeatedPerson {
		return {
			id: userId,
			name: this.#people.get(userId)?.name ?? '',
			short: this.nameOf(userId),
			picture: this.pictureOf(userId),
			free,
			held: held && !free,
		};
	}

	/** Pairs who share a table although they should not. */
	broken = $derived.by(() => brokenApart(this.#page().tables, this.#page().apart));
}
