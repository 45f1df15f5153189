import type { LintHit } from '../../core/facts/python.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { positionAt } from '../../core/text.ts';
import { forEachStatement } from '../../edit/python/statements.ts';
import { lintHitOf } from '../python/lint.ts';

// https://docs.astral.sh/ruff/rules/#flake8-annotations-ann

/** What a public signature may lack. `ANN401` is counted apart, `ANN202` is about private functions. */
const lacking = new Set(['ANN001', 'ANN002', 'ANN003', 'ANN201', 'ANN204', 'ANN205', 'ANN206']);

const definition = /^(?:async(?:[ \t]|\\\r?\n)+)?(def|class)(?:[ \t]|\\\r?\n)+(\w+)/;
/** A signature in a comment below the header, as type checkers read it: https://peps.python.org/pep-0484/#type-comments */
const typeComment = /[^\r\n]*(?:\r?\n[ \t]*)+#[ \t]*type:[ \t]*\(/y;
const isPublic = (name: string): boolean => !name.startsWith('_') || /^__\w+__$/.test(name);

interface Scope {
	readonly indent: number;
	readonly open: boolean;
}

interface Signature {
	readonly name: string;
	readonly firstLine: number;
	readonly lastLine: number;
	readonly inComment: boolean;
}

/** Signatures of functions at module level and of methods, where every name on the way is public. */
const publicSignatures = (text: string, lineStarts: readonly number[]): readonly Signature[] => {
	const scopes: Scope[] = [];
	const found: Signature[] = [];
	let decorators = '';
	forEachStatement(text, (start, end, indent, inline) => {
		if (inline) return;
		while ((scopes.at(-1)?.indent ?? -1) >= indent) scopes.pop();
		if (text[start] === '@') {
			decorators += text.slice(start, end);
			return;
		}
		const [, kind, name] = definition.exec(text.slice(start, Math.min(end, start + 200))) ?? [];
		const isOverload = /\boverload\b/.test(decorators);
		decorators = '';
		if (kind === undefined || name === undefined) return;
		const open = isPublic(name) && scopes.every(scope => scope.open);
		// What a function defines inside is nobody's interface.
		scopes.push({ indent, open: open && kind === 'class' });
		if (kind === 'class' || !open || isOverload) return;
		typeComment.lastIndex = end;
		found.push({
			name,
			firstLine: positionAt(lineStarts, start).line,
			lastLine: positionAt(lineStarts, end).line,
			inComment: typeComment.test(text),
		});
	});
	return found;
};

const within = (hit: LintHit, { firstLine, lastLine }: Signature): boolean =>
	hit.line >= firstLine && hit.line <= lastLine;

export default defineFileGatherer({
	fact: 'annotations',
	version: 2,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	extract(file, engines) {
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const signatures = publicSignatures(file.text, file.lineStarts);
		if (signatures.length === 0) return null;
		const hits = engines
			.lint(file)
			.filter(({ code }) => code?.startsWith('ANN'))
			.map(hit => lintHitOf(file, hit));
		const missing = hits.filter(({ code }) => lacking.has(code));
		const bare = signatures.flatMap(signature => {
			const own = signature.inComment ? [] : missing.filter(hit => within(hit, signature));
			const [hit] = own;
			return hit ? [{ name: signature.name, hit, hits: own.length }] : [];
		});
		return {
			functions: signatures.length,
			annotated: signatures.length - bare.length,
			bare,
			anys: hits.filter(({ code }) => code === 'ANN401').length,
		};
	},
});
