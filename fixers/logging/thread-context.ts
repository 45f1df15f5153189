import type { SgNode } from '@ast-grep/napi';
import { leftAlone } from '../left-alone.ts';
import { declined } from '../../source/core/fixer.ts';
import type { Engines } from '../../source/core/gather.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { lineSplice } from '../../source/edit/line-splice.ts';
import { argumentsOf, insertKeyword, replaceNode } from '../../source/edit/python/calls.ts';
import type { HandoffCall } from '../../source/edit/python/handoffs.ts';
import { handoffsIn } from '../../source/edit/python/handoffs.ts';
import { insertImport } from '../../source/edit/python/imports.ts';
import type { Names } from '../../source/edit/python/names.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { endOf, partsOf, placeOf, rangeKey, startOf } from '../../source/edit/python/nodes.ts';
import type { FormatFacts } from '../../source/edit/ruff/keep-formatted.ts';
import { formatterLike } from '../../source/edit/ruff/keep-formatted.ts';
import { chain, spliced, type EditResult } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

// https://docs.python.org/3/library/contextvars.html#contextvars.Context.run: a context may be entered once at a time,
// so that each call gets a copy of its own, and `map` cannot be given one.

type Handed = { readonly splices: readonly Splice[] } | { readonly reason: string };

const before = (node: SgNode, code: string): Splice => ({
	start: startOf(node),
	end: startOf(node),
	text: code,
});

/** `submit(f, a)` and `run_in_executor(None, f, a)`: what runs becomes the first argument of `run`. */
const handedCallable = ({ call, target }: HandoffCall, run: string): Handed => {
	const { positional, splat } = argumentsOf(call);
	const list = call.field('arguments');
	const at = target && positional.some(each => each.id() === target.id()) ? target : null;
	const first = list && partsOf(list)[0];
	if (!at || (splat && first?.kind() === 'list_splat'))
		return { reason: 'what is to run is not written out' };
	return { splices: [before(at, `${run}, `)] };
};

/** `Thread(target=f, args=(a,))`. */
const handedThread = (text: string, { call, target }: HandoffCall, run: string): Handed => {
	const { positional, keywords, kwargs } = argumentsOf(call);
	if (!target || positional.length > 0 || kwargs) return { reason: 'its target is not written out' };
	const args = keywords.get('args')?.field('value');
	const code = target.text();
	if (target.kind() === 'lambda') return { reason: 'its target is a lambda' };
	const aim = replaceNode(target, run);
	if (!args) {
		const [argument] = insertKeyword(text, call, `args=(${code},)`);
		return argument ? { splices: [aim, argument] } : { reason: 'its arguments are laid out unusually' };
	}
	if (args.kind() !== 'tuple' && args.kind() !== 'list') return { reason: 'its `args` are not written out' };
	const [first] = partsOf(args);
	const last = partsOf(args).at(-1);
	if (!first || !last) {
		return { splices: [aim, replaceNode(args, args.kind() === 'tuple' ? `(${code},)` : `[${code}]`)] };
	}
	if (args.has({ rule: { kind: 'comment' } })) return { reason: 'a comment stands among its `args`' };
	// `(a,)` needs its comma no longer, which a formatter would take for a wish to break the line.
	const tail = text.slice(endOf(last), endOf(args));
	const comma = partsOf(args).length === 1 && /^,\s*\)$/.test(tail) && !tail.includes('\n');
	return {
		splices: [
			aim,
			before(first, `${code}, `),
			...(comma ? [{ start: endOf(last), end: endOf(args), text: ')' }] : []),
		],
	};
};

const handed = (text: string, handoff: HandoffCall, run: string): Handed => {
	switch (handoff.kind) {
		case 'thread':
			return handedThread(text, handoff, run);
		case 'map':
			return { reason: '`map` cannot give each item a context of its own' };
		case 'run_in_executor': {
			const [executor] = argumentsOf(handoff.call).positional;
			if (executor?.kind() !== 'none') return { reason: 'its executor may be made of processes' };
			return handedCallable(handoff, run);
		}
		case 'submit':
			return handedCallable(handoff, run);
	}
};

/** The code that copies the context, by an import that is there or a new one; null where the name is taken. */
const copierIn = ({ imports, origins }: Names): { readonly code: string; readonly isNew: boolean } | null => {
	const top = imports.filter(({ statement }) => statement.parent()?.kind() === 'module');
	const whole = top.find(({ module, name }) => module === 'contextvars' && name === null);
	if (whole) return { code: `${whole.local}.copy_context().run`, isNew: false };
	const direct = top.find(({ module, name }) => module === 'contextvars' && name === 'copy_context');
	if (direct) return { code: `${direct.local}().run`, isNew: false };
	return origins.has('contextvars') ? null : { code: 'contextvars.copy_context().run', isNew: true };
};

interface FileResult {
	readonly splices: readonly Splice[];
	readonly count: number;
	readonly reasons: readonly string[];
}

const handOn = (
	path: string,
	text: string,
	wanted: ReadonlySet<string>,
	facts: FormatFacts,
	engines: Engines,
): FileResult => {
	const lineStarts = lineStartsOf(text);
	const root = engines.python({ path, text, lineStarts });
	const names = namesIn(root);
	const copier = copierIn(names);
	const open = handoffsIn(root, names).filter(({ call }) =>
		wanted.has(rangeKey(placeOf(path, lineStarts, call))),
	);
	const at = (call: SgNode): string => `${path}:${placeOf(path, lineStarts, call).line}`;
	if (!copier || (copier.isNew && root.has({ rule: { kind: 'identifier', regex: '^contextvars$' } }))) {
		return {
			splices: [],
			count: 0,
			reasons: open.map(({ call }) => `${at(call)}: \`contextvars\` already names something else`),
		};
	}
	const splices: Splice[] = [];
	const reasons: string[] = [];
	let count = 0;
	for (const handoff of open) {
		const result = handed(text, handoff, copier.code);
		if ('reason' in result) reasons.push(`${at(handoff.call)}: ${result.reason}`);
		else {
			splices.push(...result.splices);
			count++;
		}
	}
	if (count === 0) return { splices: [], count, reasons };
	const format = formatterLike(path, text, facts, engines);
	const edit = chain(text, [
		() => spliced(splices),
		(current): EditResult =>
			copier.isNew
				? insertImport(
						current,
						engines.python({ path, text: current, lineStarts: lineStartsOf(current) }),
						'import contextvars',
					)
				: spliced([]),
		current => {
			const splice = lineSplice(current, format(current));
			return spliced(splice ? [splice] : []);
		},
	]);
	return edit.outcome === 'declined'
		? { splices: [], count: 0, reasons: [...reasons, `${path}: ${edit.reason}`] }
		: { splices: edit.splices, count, reasons };
};

export default defineFixer({
	id: 'thread-context',
	title: 'Hand the context on to threads',
	checks: ['telemetry/threads'],
	safety: 'review',
	needs: ['ruffConfigs', 'paths', 'toolPins'],
	touches: pythonFiles,
	after: [],
	safetyNote:
		'The same function runs with the same arguments, within a copy of the context of its caller: only what context variables ' +
		'hold is different. A copy is made for each call, since one context cannot be entered twice.',
	perFile: true,
	takes: ({ level, key = '' }) =>
		level !== 'info' && /^handoff (?:thread|submit|run_in_executor)\0/.test(key),
	questions: () => [],
	reads: ({ findings }) => [...new Set(findings.map(({ at }) => at.path))],
	plan({ facts, findings, texts, engines }) {
		const edits: Edit[] = [];
		const reasons: string[] = [];
		let count = 0;
		for (const [path, text] of texts) {
			const wanted = new Set(findings.filter(({ at }) => at.path === path).map(({ at }) => rangeKey(at)));
			const file = handOn(path, text, wanted, facts, engines);
			reasons.push(...file.reasons);
			const [first, ...rest] = file.splices;
			if (!first) continue;
			count += file.count;
			edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined(reasons[0] ?? 'none of these calls can be given a context here');
		return {
			outcome: 'plan',
			area: 'telemetry',
			summary: 'hand the context on to threads',
			changed: [
				`${count === 1 ? 'One call runs' : `${count} calls run`} what is given to a thread in a copy of the caller's context.`,
				...leftAlone(reasons),
			],
			atRunTime:
				'Code in these threads sees the context variables of its caller, such as the current span and what is bound for logs; a thread without a name of its own is called after `run`.',
			followUps: ['Tests that assert what a mocked executor was called with see the new first argument'],
			edits: [first, ...rest],
		};
	},
});
