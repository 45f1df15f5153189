import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../core/fixer.ts';
import type { LoggerKind } from '../../core/facts/loggers.ts';
import { eolOf } from '../../core/text.ts';
import { spliced, type EditResult } from '../text.ts';
import { importName, insertImport } from './imports.ts';
import { namesIn } from './names.ts';
import type { TopLevelPart } from './top-level.ts';
import { topLevelParts } from './top-level.ts';

const importsConditionally = ({ node }: TopLevelPart): boolean =>
	(node.kind() === 'if_statement' &&
		/^(?:\w+\.)?TYPE_CHECKING$/.test(node.field('condition')?.text() ?? '')) ||
	(node.kind() === 'try_statement' &&
		node.has({ rule: { any: [{ kind: 'import_statement' }, { kind: 'import_from_statement' }] } }));

const isHead = (part: TopLevelPart): boolean =>
	part.kind === 'docstring' || part.kind === 'import' || importsConditionally(part);

/**
 * Where the docstring and the imports that a module begins with end; null where parts share a line.
 * @param from an offset in another run of imports, whose end is meant instead
 */
export const headEnd = (root: SgNode, text: string, from = 0): number | null => {
	const parts = topLevelParts(root, text);
	if (parts === null) return null;
	const first = parts.findIndex(part => part.end > from && !isHead(part));
	return parts[(first === -1 ? parts.length : first) - 1]?.end ?? 0;
};

const modules: Readonly<Record<LoggerKind, string>> = {
	stdlib: 'logging',
	structlog: 'structlog',
	powertools: 'aws_lambda_powertools',
	loguru: 'loguru',
};

/** Imports what makes the logger; gives the code that stands before the maker's brackets. */
export const importMaker = (
	text: string,
	root: SgNode,
	kind: LoggerKind,
	maker: string,
): { readonly code: string; readonly edit: EditResult } => {
	const module = modules[kind];
	const names = namesIn(root);
	if (kind === 'powertools' || kind === 'loguru') {
		return importName(text, root, names, module, kind === 'loguru' ? 'logger' : 'Logger');
	}
	const name = maker.replace(/\(.*$/s, '');
	const top = names.imports.filter(({ statement }) => statement.parent()?.kind() === 'module');
	const whole = top.find(each => each.module === module && each.name === null);
	if (whole) return { code: `${whole.local}.${name}`, edit: spliced([]) };
	const direct = top.find(each => each.module === module && each.name === name);
	if (direct) return { code: direct.local, edit: spliced([]) };
	if (names.origins.has(module))
		return { code: '', edit: declined(`\`${module}\` already names something else`) };
	return { code: `${module}.${name}`, edit: insertImport(text, root, `import ${module}`) };
};

/** Binds a name below the imports that the module begins with, or below those around an offset. */
export const insertBinding = (text: string, root: SgNode, binding: string, from = 0): EditResult => {
	const parts = topLevelParts(root, text);
	const at = headEnd(root, text, from);
	if (at === null || parts === null) return declined('statements share a line at the top of the module');
	const eol = eolOf(text);
	const gap = /^(?:[ \t]*(?:\r\n|\r|\n))*/.exec(text.slice(at))?.[0].split(/\r\n|\r|\n/).length ?? 1;
	// The gap counts the line's own end; a definition wants two blank lines before it, anything else one.
	const isDefinition = parts.find(({ start }) => start >= at)?.kind === 'definition';
	const missing = Math.max(0, (isDefinition ? 3 : 2) - (gap - 1));
	if (at === 0) return spliced([{ start: 0, end: 0, text: `${binding}${eol}${eol}` }]);
	return spliced([{ start: at, end: at, text: `${eol}${eol}${binding}${eol.repeat(missing)}` }]);
};
