import type { SgNode } from '@ast-grep/napi';
import { functionsAround } from '../../edit/python/nodes.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import type { SourceFile } from '../../core/gather.ts';
import type { ModulePrints, PrintCall, PrintKind } from '../../core/facts/prints.ts';
import { lineAt, positionAt } from '../../core/text.ts';
import { topLevelParts } from '../../edit/python/top-level.ts';
import type { TopLevelPart } from '../../edit/python/top-level.ts';

const mention = /\bp?print\b|\bpp\b|\bsys\.std(?:out|err)\.write\b|\bprint_exc\b/;
const cliImport =
	/^[ \t]*(?:import|from)[ \t]+(argparse|click|asyncclick|rich_click|typer|fire|docopt|cyclopts|optparse|rich|textual)\b/m;
const mainTest = /^\(?\s*(?:__name__\s*==\s*["']__main__["']|["']__main__["']\s*==\s*__name__)\s*\)?$/;
const pprintAlias = /\bfrom[ \t]+pprint[ \t]+import[ \t]+(?:pprint|pp)[ \t]+as[ \t]+(\w+)/;

const kindOfCall = (callee: string, alias: string | undefined): PrintKind | null => {
	if (/^(?:builtins\.)?print$/.test(callee)) return 'print';
	if (/^(?:\w+\.)?(?:pprint|pp)$/.test(callee) || callee === alias) return 'pprint';
	if (/^sys\.std(?:out|err)\.write$/.test(callee)) return 'stream write';
	return callee === 'traceback.print_exc' || callee === 'print_exc' ? 'traceback' : null;
};

/** Asked inside the parser, which knows thousands of other calls. */
const callsOf = (alias: string | undefined) => ({
	rule: {
		kind: 'call',
		has: {
			field: 'function',
			regex: `^(builtins\\.)?print$|(^|\\.)(pprint|pp|print_exc)$|^sys\\.std(out|err)\\.write$${alias === undefined ? '' : `|^${alias}$`}`,
		},
	},
});

const isMainGuard = (part: TopLevelPart): boolean =>
	part.node.kind() === 'if_statement' && mainTest.test(part.node.field('condition')?.text() ?? '');

/** Functions that only the main guard calls, directly or through one another; exported or used elsewhere, they are not. */
const onlyFromMainGuard = (parts: readonly TopLevelPart[]): ReadonlySet<string> => {
	const guards = parts.filter(isMainGuard);
	const functions = new Map(
		parts.flatMap(part => (part.kind === 'definition' ? part.names.map(name => [name, part] as const) : [])),
	);
	const reached = new Set<string>();
	const open = guards.flatMap(({ reads }) => [...reads]);
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		const part = functions.get(name);
		if (!part || reached.has(name)) continue;
		reached.add(name);
		open.push(...part.reads);
	}
	// Whatever something outside the reached set uses is reachable in another way, and so is what that uses.
	const outside = parts.filter(part => !isMainGuard(part) && !part.names.some(name => reached.has(name)));
	const escaped = outside.flatMap(({ reads }) => [...reads]);
	for (let name = escaped.pop(); name !== undefined; name = escaped.pop()) {
		if (!reached.delete(name)) continue;
		escaped.push(...(functions.get(name)?.reads ?? []));
	}
	return reached;
};

const writesJson = (call: SgNode): boolean => {
	const [only, ...more] =
		call
			.field('arguments')
			?.children()
			.filter(child => child.isNamed()) ?? [];
	return (
		more.length === 0 &&
		only?.kind() === 'call' &&
		/(?:^|\.)dumps$/.test(only.field('function')?.text() ?? '')
	);
};

/** `traceback.print_exc(file=…)` writes where it is told. */
const writesElsewhere = (call: SgNode): boolean =>
	/[(,]\s*file\s*=/.test(call.field('arguments')?.text() ?? '');

const firstLineOf = (file: SourceFile, line: number): string => lineAt(file, line).trim().slice(0, 200);

/** Calls that write to the standard streams, and where they stand. Whether `print` is the builtin is for ruff to say. */
export default defineFileGatherer({
	fact: 'prints',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines): ModulePrints | null {
		const { text } = file;
		if (!mention.test(text)) return null;
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const root = engines.python(file);
		const alias = pprintAlias.exec(text)?.[1];
		const parts = text.includes('__main__') ? (topLevelParts(root, text) ?? []) : [];
		const guards = parts.filter(isMainGuard).map(({ node }) => node.range());
		const mainOnly = onlyFromMainGuard(parts);
		const calls = root.findAll(callsOf(alias)).flatMap((call): PrintCall[] => {
			const kind = kindOfCall(call.field('function')?.text() ?? '', alias);
			if (kind === null || (kind === 'traceback' && writesElsewhere(call))) return [];
			const { start, end } = call.range();
			const from = positionAt(file.lineStarts, start.index);
			const to = positionAt(file.lineStarts, end.index);
			const functions = functionsAround(call);
			const guarded = guards.some(guard => guard.start.index <= start.index && end.index <= guard.end.index);
			const [outermost] = functions;
			return [
				{
					kind,
					line: from.line,
					column: from.column,
					endLine: to.line,
					endColumn: to.column,
					source: firstLineOf(file, from.line),
					functions,
					mainGuard: guarded
						? 'inside'
						: outermost !== undefined && mainOnly.has(outermost)
							? 'reached'
							: null,
					writesJson: kind === 'print' && writesJson(call),
				},
			];
		});
		const [first, ...rest] = calls;
		if (!first) return null;
		const cliLibrary = cliImport.exec(text)?.[1] ?? null;
		return { calls: [first, ...rest], cliLibrary, hasShebang: text.startsWith('#!') };
	},
});
