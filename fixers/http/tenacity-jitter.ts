import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../source/core/fixer.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { importName } from '../../source/edit/python/imports.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { endOf, placeOf, rangeKey } from '../../source/edit/python/nodes.ts';
import { retriesIn } from '../../source/edit/python/retries.ts';
import { defineFixer } from '../define.ts';

/** An expression that `+` can follow without brackets. */
const isSimple = (node: SgNode): boolean =>
	node.kind() === 'call' || (node.kind() === 'binary_operator' && node.field('operator')?.text() === '+');

export default defineFixer({
	id: 'tenacity-jitter',
	title: 'Add jitter to `tenacity` retries',
	checks: ['http-timeouts/jitter'],
	safety: 'safe',
	needs: [],
	after: ['retry-bounds'],
	safetyNote:
		'Every version of tenacity adds waits with `+`. Each pause grows by a random part of a second; what is repeated, ' +
		'how often and what is raised stay as they are.',
	questions: () => [],
	reads: ({ findings }) => [
		...new Set(findings.filter(({ level }) => level !== 'info').map(({ at }) => at.path)),
	],
	plan({ findings, texts, engines }) {
		const wanted = new Set(
			findings.filter(({ level }) => level !== 'info').map(({ at }) => `${at.path} ${rangeKey(at)}`),
		);
		const edits: Edit[] = [];
		let reason = 'only waits of `tenacity` that are written in the retry itself can be given jitter here';
		let count = 0;
		for (const [path, text] of texts) {
			const lineStarts = lineStartsOf(text);
			const root = engines.python({ path, text, lineStarts });
			const names = namesIn(root);
			const splices = new Map<string, Splice>();
			for (const use of retriesIn(root, names)) {
				const wait = use.arguments?.keywords.get('wait')?.field('value');
				const key = `${path} ${rangeKey(placeOf(path, lineStarts, use.node))}`;
				if (
					use.library !== 'tenacity' ||
					use.waits !== 'without jitter' ||
					!wait ||
					!wanted.has(key) ||
					!isSimple(wait)
				)
					continue;
				const { code, edit } = importName(text, root, names, 'tenacity', 'wait_random');
				if (edit.outcome === 'declined') {
					reason = edit.reason;
					continue;
				}
				const at = endOf(wait);
				for (const splice of [...edit.splices, { start: at, end: at, text: ` + ${code}(0, 1)` }]) {
					splices.set(`${splice.start}:${splice.end}`, splice);
				}
				count++;
			}
			const [first, ...rest] = [...splices.values()].toSorted((a, b) => a.start - b.start);
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(reason);
		return {
			outcome: 'plan',
			area: 'http',
			summary: 'add jitter to retries',
			changed: [`${count} ${count === 1 ? 'wait gets' : 'waits get'} \`+ wait_random(0, 1)\`.`],
			atRunTime: 'Each pause between attempts is longer by a random part of a second.',
			followUps: [],
			edits: [first, ...rest],
		};
	},
});
