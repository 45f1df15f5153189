import type { SgNode } from '@ast-grep/napi';
import { lineOf } from './nodes.ts';
import type { LoggerBinding, LoggerKind } from '../../core/facts/loggers.ts';
import { assignmentIn } from './top-level.ts';

const isImport = (node: SgNode): boolean => /^import_(?:from_)?statement$/.test(String(node.kind()));

/** What the module's imports call the makers of loggers. */
const makersOf = (root: SgNode): ReadonlyMap<string, LoggerKind> => {
	const makers = new Map<string, LoggerKind>();
	for (const statement of root.children().filter(isImport)) {
		const text = statement
			.text()
			.replaceAll(/#[^\n]*|[()\\]/g, ' ')
			.replaceAll(/\s+/g, ' ')
			.trim();
		const from = /^from ([\w.]+) import (.+)$/.exec(text);
		for (const item of (from?.[2] ?? text.replace(/^import /, '')).split(',')) {
			const [name = '', , alias = name] = item.trim().split(' ');
			if (from) {
				const key = `${from[1] ?? ''}.${name}`;
				if (key === 'logging.getLogger') makers.set(alias, 'stdlib');
				if (/^structlog(?:\.stdlib)?\.get_?[lL]ogger$/.test(key)) makers.set(alias, 'structlog');
				if (/^aws_lambda_powertools(?:\.logging)?\.Logger$/.test(key)) makers.set(alias, 'powertools');
				if (/^structlog\.stdlib$/.test(key)) makers.set(`${alias}.get_logger`, 'structlog');
			} else if (text.startsWith('import ')) {
				if (name === 'logging') makers.set(`${alias}.getLogger`, 'stdlib');
				if (name === 'structlog' || name === 'structlog.stdlib') {
					for (const maker of ['get_logger', 'getLogger', 'stdlib.get_logger'])
						makers.set(`${alias}.${maker}`, 'structlog');
				}
				if (name === 'aws_lambda_powertools') makers.set(`${alias}.Logger`, 'powertools');
			}
		}
	}
	return makers;
};

const loguruImports = (statement: SgNode): readonly LoggerBinding[] => {
	const found = /^from\s+loguru\s+import\s+\(?\s*logger(?:\s+as\s+(\w+))?\s*\)?$/.exec(statement.text());
	return found ? [{ name: found[1] ?? 'logger', kind: 'loguru', source: '', line: lineOf(statement) }] : [];
};

/** Loggers that the module body binds to names, in order. */
export const bindingsOfLoggers = (root: SgNode): readonly LoggerBinding[] => {
	const makers = makersOf(root);
	return root.children().flatMap((statement): readonly LoggerBinding[] => {
		if (isImport(statement)) return loguruImports(statement);
		const assignment = assignmentIn(statement);
		const [left, right] = [assignment?.field('left'), assignment?.field('right')];
		if (left?.kind() !== 'identifier' || right?.kind() !== 'call') return [];
		const kind = makers.get(right.field('function')?.text() ?? '');
		return kind === undefined
			? []
			: [{ name: left.text(), kind, source: right.text(), line: lineOf(statement) }];
	});
};
