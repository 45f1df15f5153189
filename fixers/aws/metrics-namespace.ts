import { declined, type FixerGround } from '../../source/core/fixer.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { insertKeyword } from '../../source/edit/python/calls.ts';
import { placeOf, rangeKey } from '../../source/edit/python/nodes.ts';
import { quoteOf } from '../../source/edit/python/quotes.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';
import { nameInManifest } from '../project-name.ts';

// https://docs.aws.amazon.com/powertools/python/latest/core/metrics/

/** The name that the project's manifest gives it, where CloudWatch takes it as a namespace. */
const namespaceOf = (ground: FixerGround<'toml'>): string | null => {
	const name = nameInManifest(ground);
	return name !== null && /^[\w.#/-]+$/.test(name) && !name.startsWith('AWS/') ? name : null;
};

export default defineFixer({
	id: 'metrics-namespace',
	title: 'Give `Metrics()` the name of the project as its namespace',
	checks: ['powertools/metrics-namespace'],
	safety: 'review',
	needs: ['toml'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Without a namespace the first metric raises `SchemaValidationError`, so no metric is there that would move. The name ' +
		'is that of the manifest; no template sets another one.',
	takes: ({ level }) => level === 'fail',
	isReady: (_finding, ground) => namespaceOf(ground) !== null,
	questions: () => [],
	reads: ({ findings }) => [...new Set(findings.map(({ at }) => at.path))],
	plan({ facts, project, findings, texts, engines }) {
		const namespace = namespaceOf({ facts, project });
		if (namespace === null) return declined('no manifest gives the project a name');
		const edits: Edit[] = [];
		for (const [path, text] of texts) {
			const lineStarts = lineStartsOf(text);
			const wanted = new Set(findings.filter(({ at }) => at.path === path).map(({ at }) => rangeKey(at)));
			const root = engines.python({ path, text, lineStarts });
			const quote = quoteOf(root);
			const [first, ...rest] = root
				.findAll({ rule: { kind: 'call' } })
				.filter(node => wanted.has(rangeKey(placeOf(path, lineStarts, node))))
				.flatMap(node => insertKeyword(text, node, `namespace=${quote}${namespace}${quote}`));
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined('the calls of `Metrics()` are not where they were');
		return {
			outcome: 'plan',
			area: 'lambda',
			summary: 'give metrics a namespace',
			changed: [`\`Metrics()\` gets the namespace \`${namespace}\`, the name of the project.`],
			atRunTime: 'Metrics are written under that namespace; before, the first one raised an error.',
			followUps: [],
			edits: [first, ...rest],
		};
	},
});
