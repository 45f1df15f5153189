import { defineDerived } from '../../core/gather.ts';

/** Adapter classes of the repository by name, and whether each sets a timeout; two of a name count as the worse. */
export default defineDerived({
	fact: 'httpAdapters',
	needs: ['http'],
	derive({ http }) {
		const adapters = new Map<string, boolean>();
		for (const parsed of http.values()) {
			for (const { name, setsTimeout } of parsed.ok ? parsed.value.adapters : []) {
				adapters.set(name, (adapters.get(name) ?? true) && setsTimeout);
			}
		}
		return adapters;
	},
});
