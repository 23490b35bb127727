import { readPeople, type PersonEntry } from '#demo/corpus/people.ts';
import { readProvider, type CohortEntry, type ProviderEntry } from '#demo/corpus/provider.ts';

/** What all cohorts of the demo share. */
export type Corpus = {
	provider: ProviderEntry;
	people: readonly PersonEntry[];
	cohort: (key: string) => CohortEntry;
};

export function readCommonCorpus(): Corpus {
	const provider = readProvider();
	return {
		provider,
		people: readPeople(),
		cohort: (key) => {
			const found = provider.cohorts.find((each) => each.key === key);
			if (!found) throw new Error(`there is no ${key} in content/demo/provider.yaml`);
			return found;
		},
	};
}
