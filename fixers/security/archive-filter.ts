import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { argumentsOf, insertKeyword } from '../../source/edit/python/calls.ts';
import { placeKeyOf } from '../../source/edit/python/nodes.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

// https://docs.python.org/3/library/tarfile.html#extraction-filters

const isArchive = ({ key, level }: Finding): boolean => level !== 'info' && key?.startsWith('S202 ') === true;

export default defineFixer({
	id: 'archive-filter',
	title: 'Unpack archives with `filter="data"`',
	checks: ['security-scans/clean'],
	safety: 'review',
	needs: [],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Archives of plain files unpack as before. Entries that leave the folder, devices and links out of it are refused, and ' +
		'modes that let others write are taken off. Python has the filter since 3.12, and since 3.11.4, 3.10.12, 3.9.17 and 3.8.17.',
	takes: isArchive,
	questions: () => [],
	reads: ({ findings }) => [...new Set(findings.filter(isArchive).map(({ at }) => at.path))],
	plan({ findings, texts, engines }) {
		const places = new Set(findings.filter(isArchive).map(({ at }) => `${at.path}:${at.line}:${at.column}`));
		const edits: Edit[] = [];
		for (const [path, text] of texts) {
			const lineStarts = lineStartsOf(text);
			const splices = engines
				.python({ path, text, lineStarts })
				.findAll({ rule: { kind: 'call' } })
				.flatMap(call => {
					const callee = call.field('function');
					if (!callee || !callee.text().endsWith('.extractall')) return [];
					if (!places.has(`${path}:${placeKeyOf(lineStarts, callee)}`)) return [];
					const { keywords, kwargs, splat, positional } = argumentsOf(call);
					if (keywords.has('filter') || kwargs || splat || positional.length > 2) return [];
					const quote = /'/.test(text) && !/"/.test(text) ? "'" : '"';
					return insertKeyword(text, call, `filter=${quote}data${quote}`);
				});
			const [first, ...rest] = splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined('what is passed to `extractall` is not written out where it is called');
		return {
			outcome: 'plan',
			area: 'security',
			summary: 'unpack archives inside their folder only',
			changed: ['`extractall` gets `filter="data"`.'],
			atRunTime:
				'An archive with an entry that leaves the folder is refused; before, it was written wherever the entry said.',
			followUps: [],
			edits: [first, ...rest],
		};
	},
});
