import { declined } from '../../source/core/fixer.ts';
import type { Edit } from '../../source/core/tree.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import { argumentsOf, replaceNode } from '../../source/edit/python/calls.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { placeKeyOf } from '../../source/edit/python/nodes.ts';
import { usesOf } from '../../source/edit/python/uses.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

export default defineFixer({
	id: 'ruamel-safe',
	title: 'Read with the safe loader of `ruamel.yaml`',
	checks: ['safe-deserialization/ruamel'],
	safety: 'review',
	needs: [],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Documents without Python tags read alike; a document that names Python objects is refused afterwards.',
	questions: () => [],
	reads: ({ findings }) => [...new Set(findings.map(({ at }) => at.path))],
	plan({ findings, texts, engines }) {
		const places = new Set(
			findings.filter(({ level }) => level !== 'info').map(({ at }) => `${at.path}:${at.line}:${at.column}`),
		);
		const edits: Edit[] = [];
		for (const [path, text] of texts) {
			const lineStarts = lineStartsOf(text);
			const root = engines.python({ path, text, lineStarts });
			const splices = usesOf(root, namesIn(root), origin => origin.startsWith('ruamel')).flatMap(
				({ call, origins: [origin] }) => {
					if (!call || origin !== 'ruamel.yaml.YAML') return [];
					const { keywords, positional } = argumentsOf(call);
					const kind = keywords.get('typ')?.field('value') ?? positional[0];
					if (
						!kind ||
						!places.has(`${path}:${placeKeyOf(lineStarts, call)}`) ||
						!/^["']unsafe["']$/.test(kind.text())
					)
						return [];
					return [replaceNode(kind, kind.text().replace('unsafe', 'safe'))];
				},
			);
			const [first, ...rest] = splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first)
			return declined(
				'only `YAML(typ="unsafe")` can be swapped; the functions of old versions have no equal',
			);
		return {
			outcome: 'plan',
			area: 'security',
			summary: 'read YAML with the safe ruamel loader',
			changed: ['`YAML(typ="unsafe")` becomes `YAML(typ="safe")`.'],
			atRunTime: 'A document that names Python objects is refused.',
			followUps: [],
			edits: [first, ...rest],
		};
	},
});
