import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../source/core/fixer.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { endOf, placeKeyOf, startOf } from '../../source/edit/python/nodes.ts';
import { afterLine, beginsLine, lineEnd, lineStart } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

// https://docs.aws.amazon.com/powertools/python/latest/utilities/idempotency/

/** Moves a decorator below those that follow it; a reason where a line holds more than a decorator. */
const moved = (text: string, decorator: SgNode): readonly Splice[] | string => {
	const decorators = (decorator.parent()?.children() ?? []).filter(child => child.kind() === 'decorator');
	const last = decorators.at(-1);
	if (!last || startOf(last) <= startOf(decorator)) return [];
	const start = lineStart(text, startOf(decorator));
	const end = afterLine(text, endOf(decorator));
	const target = afterLine(text, endOf(last));
	if (
		!beginsLine(text, startOf(decorator)) ||
		text.slice(endOf(decorator), lineEnd(text, endOf(decorator))).trim() !== ''
	)
		return 'a comment stands behind the decorator';
	if (/^[ \t]*#/.test(text.slice(lineStart(text, Math.max(0, start - 1)), start)))
		return 'a comment stands above the decorator';
	return [
		{ start, end, text: '' },
		{ start: target, end: target, text: text.slice(start, end) },
	];
};

export default defineFixer({
	id: 'idempotent-innermost',
	title: 'Put `@idempotent` right above `def`',
	checks: ['powertools/decorator-order'],
	safety: 'review',
	needs: [],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'Only the line of the decorator moves. The other decorators then see every call, also one that is answered from the store.',
	takes: ({ level, key }) => level === 'fail' && key?.startsWith('order:') === true,
	questions: () => [],
	reads: ({ findings }) => [...new Set(findings.map(({ at }) => at.path))],
	plan({ findings, texts, engines }) {
		const edits: Edit[] = [];
		const reasons: string[] = [];
		for (const [path, text] of texts) {
			const lineStarts = lineStartsOf(text);
			const wanted = new Set(
				findings.filter(({ at }) => at.path === path).map(({ at }) => `${at.line}:${at.column}`),
			);
			const splices: Splice[] = [];
			for (const decorator of engines
				.python({ path, text, lineStarts })
				.findAll({ rule: { kind: 'decorator' } })) {
				const [, expression] = decorator.children();
				const isMeant = [decorator, expression].some(
					node => node && wanted.has(placeKeyOf(lineStarts, node)),
				);
				if (!isMeant) continue;
				const made = moved(text, decorator);
				if (typeof made === 'string') reasons.push(made);
				else splices.push(...made);
			}
			const [first, ...rest] = splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(reasons[0] ?? 'the decorators are not where they were');
		return {
			outcome: 'plan',
			area: 'lambda',
			summary: 'put `@idempotent` innermost',
			changed: ['`@idempotent` stands right above `def`, below the other decorators.'],
			atRunTime:
				'What the other decorators do, such as logging or flushing metrics, happens for each call, also for one that is ' +
				'answered from the store; what is stored is what the function itself returns.',
			followUps: ['Clear stored answers, or let them expire, where other decorators changed them'],
			edits: [first, ...rest],
		};
	},
});
