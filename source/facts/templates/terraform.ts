import { defineFileGatherer } from '../../core/gather.ts';

// HCL is not parsed: counted is what a line begins with.
export default defineFileGatherer({
	fact: 'terraform',
	version: 1,
	wave: 'config',
	wants: path => path.endsWith('.tf'),
	extract({ text }) {
		const counts = new Map<string, number>();
		for (const [, type] of text.matchAll(/^[ \t]*resource[ \t]+"?(aws_\w+)"?/gm)) {
			if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
		}
		return counts.size === 0
			? null
			: Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
	},
});
