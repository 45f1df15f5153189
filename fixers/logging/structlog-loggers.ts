import type { SgNode } from '@ast-grep/napi';
import { counted } from '../../source/core/counted.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import { declined } from '../../source/core/fixer.ts';
import type { Engines } from '../../source/core/gather.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { lineSplice } from '../../source/edit/line-splice.ts';
import { removeImportedNames } from '../../source/edit/python/imports.ts';
import { importMaker } from '../../source/edit/python/insert-logger.ts';
import { isHidden, namesIn } from '../../source/edit/python/names.ts';
import { formatterLike } from '../../source/edit/ruff/keep-formatted.ts';
import { startOf } from '../../source/edit/python/nodes.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { chain, spliced } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';
import {
	importerOf,
	logsThroughStandardLibrary,
	notReady,
	programsOf,
	setupFilesOf,
	testsReaching,
} from './structlog-ground.ts';
import type { Swap } from './swapped-logger.ts';
import { swappedLoggers } from './swapped-logger.ts';

// https://www.structlog.org/en/stable/standard-library.html

type Read = Pick<Facts, 'files' | 'modules' | 'functions' | 'logUse' | 'ruffConfigs' | 'paths' | 'toolPins'>;

/** Tests that look at records of the standard library, or at what is printed where nothing is set up. */
const readsRecords =
	/\bcaplog\b|\bassert(?:No)?Logs\b|\bLogCapture\b|\bcap(?:sys|fd)(?:binary)?\b|\bredirect_std(?:out|err)\b/;
const readsCalls =
	/\.(?:debug|info|warning|warn|error|exception|critical|log)\.(?:assert_|call_args|mock_calls|called|method_calls)/;
const replacesLogging = /\.logging(?:\.\w+)*["']/;

const maker = 'get_logger(__name__)';

/** A default and an annotation are read outside of the function, whose own variables do not hide anything there. */
const isInBody = (node: SgNode): boolean => {
	const owner = node.ancestors().find(each => /^(?:function_definition|lambda)$/.test(String(each.kind())));
	const body = owner?.field('body');
	return !owner || (body !== undefined && body !== null && startOf(node) >= startOf(body));
};

/** The name of an argument, as in `Capabilities(logging=True)`, is no use of a variable. */
const isKeyword = (node: SgNode): boolean =>
	node.parent()?.kind() === 'keyword_argument' && node.parent()?.field('name')?.id() === node.id();

/** A field of a class, as in `logging: Settings`, is a name of the class alone. */
const isField = (node: SgNode): boolean => {
	const assignment = node.parent();
	const owner = node.ancestors().find(each => /^(?:class|function)_definition$/.test(String(each.kind())));
	return (
		assignment?.kind() === 'assignment' &&
		assignment.field('left')?.id() === node.id() &&
		owner?.kind() === 'class_definition'
	);
};

/** Takes `logging` away where only the loggers used it. */
const dropUnusedLogging =
	(parse: (text: string) => SgNode) =>
	(text: string): EditResult => {
		const root = parse(text);
		const names = namesIn(root);
		const { imports } = names;
		const unused = imports.filter(
			({ module, local, statement }) =>
				module === 'logging' &&
				statement.parent()?.kind() === 'module' &&
				imports
					.filter(each => each.local === local)
					.every(each => each.module === 'logging' && each.statement.parent()?.kind() === 'module') &&
				!root
					.findAll({ rule: { kind: 'identifier', regex: `^${local}$` } })
					.some(
						node =>
							!/import/.test(`${node.parent()?.kind()}${node.parent()?.parent()?.kind()}`) &&
							node.parent()?.field('attribute')?.id() !== node.id() &&
							!isKeyword(node) &&
							!isField(node) &&
							!(isInBody(node) && isHidden(local, node, names)),
					) &&
				!root.has({
					rule: {
						kind: 'string_content',
						// A type; a text of several lines is other code.
						regex: `^[^\\n]*\\b${local}\\.(?:Logger|LoggerAdapter|Handler|Formatter|Filter|LogRecord)\\b[^\\n]*$`,
					},
				}),
		);
		const [first] = unused;
		if (!first) return spliced([]);
		const items = imports.filter(({ statement }) => statement.id() === first.statement.id());
		const gone = items.filter(({ item }) => unused.some(each => each.item.id() === item.id()));
		const removed = removeImportedNames(text, first.statement, items, gone);
		return removed.outcome === 'declined' ? spliced([]) : removed;
	};

interface Swapped {
	readonly swap: Swap;
	readonly splices: readonly Splice[];
}

/** The file with loggers of structlog, or why it stays, as words after "because". */
export const withStructlog = (
	path: string,
	text: string,
	facts: Pick<Facts, 'ruffConfigs' | 'paths' | 'toolPins'>,
	engines: Engines,
): Swapped | { readonly reason: string } => {
	const parse = (current: string): SgNode =>
		engines.python({ path, text: current, lineStarts: lineStartsOf(current) });
	const root = parse(text);
	const made = importMaker(text, root, 'structlog', maker);
	if (made.edit.outcome === 'declined') return made.edit;
	const swap = swappedLoggers(text, root, made.code);
	if (swap.outcome === 'refused') return swap;
	const format = formatterLike(path, text, facts, engines);
	const edit = chain(text, [
		() => spliced(swap.splices),
		current => importMaker(current, parse(current), 'structlog', maker).edit,
		dropUnusedLogging(parse),
		// Some files import it twice.
		dropUnusedLogging(parse),
		current => {
			const splice = lineSplice(current, format(current));
			return spliced(splice ? [splice] : []);
		},
	]);
	return edit.outcome === 'declined' ? edit : { swap, splices: edit.splices };
};

/** A test by which the file has to stay, and how it reads what the file writes. */
const readerOf = (
	swap: Swap,
	path: string,
	tests: ReadonlyMap<string, ReadonlySet<string>>,
	texts: ReadonlyMap<string, string>,
): string | null => {
	for (const [test, reach] of tests) {
		const code = texts.get(test);
		if (code === undefined || !reach.has(path)) continue;
		if (readsRecords.test(code)) return `\`${test}\` reads the records of the standard library`;
		if (replacesLogging.test(code)) return `\`${test}\` replaces the \`logging\` of a module`;
		if (swap.altered > 0 && readsCalls.test(code)) return `\`${test}\` looks at what a logger is called with`;
	}
	return null;
};

const pathsOf = (findings: readonly { readonly at: { readonly path: string } }[]): readonly string[] => [
	...new Set(findings.map(({ at }) => at.path)),
];

const testsOf = (paths: readonly string[], facts: Read, project: Project) =>
	new Map([...testsReaching(facts, project)].filter(([, reach]) => paths.some(path => reach.has(path))));

export default defineFixer({
	id: 'structlog-loggers',
	title: 'Let modules log through structlog instead of the standard library',
	checks: ['structured-logging/structured-logger'],
	safety: 'review',
	needs: ['files', 'modules', 'functions', 'logUse', 'ruffConfigs', 'paths', 'toolPins'],
	touches: pythonFiles,
	after: ['logging-setup'],
	safetyNote:
		'A module is changed only where each program that imports it sets structlog up to log through the standard library, with its ' +
		'levels and its `%s`, where every use of its logger is a record that structlog writes alike, and where no test reads the records. ' +
		'Names, levels and texts stay; what stood in `extra` becomes fields.',
	perFile: true,
	// Values behind a text are positional still; `record-values` names them.
	continuedBy: ['structured-logging/constant-events'],
	takes: ({ level, key }) => level === 'warn' && key === 'mixed',
	isReady: ({ at }, { facts, project }) => {
		const setups = setupFilesOf(facts, project);
		return setups.length > 0 && notReady(at.path, programsOf(facts, project), setups, facts) === null;
	},
	questions: () => [],
	reads({ facts, project, findings }) {
		const paths = pathsOf(findings);
		return [...paths, ...setupFilesOf(facts, project), ...testsOf(paths, facts, project).keys()];
	},
	plan({ facts, project, findings, texts, engines }) {
		const setups = setupFilesOf(facts, project);
		if (setups.length === 0)
			return declined('Nothing sets structlog up yet, so that it would not write JSON');
		const unfit = setups.find(path => !logsThroughStandardLibrary(path, facts, texts.get(path) ?? ''));
		if (unfit !== undefined)
			return declined(
				`\`${unfit}\` does not set structlog up to log through the standard library with its levels, its \`%s\` and its tracebacks`,
			);
		const paths = pathsOf(findings).filter(path => !setups.includes(path));
		const programs = programsOf(facts, project);
		const tests = testsOf(paths, facts, project);
		const edits: Edit[] = [];
		const swaps: Swap[] = [];
		const reasons: string[] = [];
		for (const path of paths) {
			const text = texts.get(path);
			if (text === undefined) continue;
			const obstacle = notReady(path, programs, setups, facts);
			const made = obstacle === null ? withStructlog(path, text, facts, engines) : { reason: obstacle };
			if ('reason' in made) {
				reasons.push(obstacle === null ? `in \`${path}\`, ${made.reason}` : made.reason);
				continue;
			}
			const importer = importerOf(path, made.swap.names, facts);
			const reader = readerOf(made.swap, path, tests, texts);
			if (importer !== null || reader !== null) {
				reasons.push(reader ?? `\`${importer ?? ''}\` imports the logger of \`${path}\``);
				continue;
			}
			const [first, ...rest] = made.splices;
			if (!first) continue;
			edits.push({ kind: 'splice', path, splices: [first, ...rest] });
			swaps.push(made.swap);
		}
		const [first, ...rest] = edits;
		if (!first) return declined(`No logger can be exchanged: ${reasons[0] ?? 'there is none'}`);
		const records = swaps.reduce((sum, swap) => sum + swap.records, 0);
		const kept = [...new Set(reasons)].slice(0, 5).join('; ');
		return {
			outcome: 'plan',
			area: 'logging',
			summary: 'log through structlog',
			changed: [
				`${counted(edits.length, 'module')} ${edits.length === 1 ? 'makes its logger' : 'make their loggers'} with structlog; ${counted(records, 'record')} ${records === 1 ? 'reads' : 'read'} as before.`,
				...(reasons.length === 0
					? []
					: [
							`${counted(reasons.length, 'module')} stayed as ${reasons.length === 1 ? 'it is' : 'they are'}: ${kept}.`,
						]),
			],
			atRunTime: [
				'Records go through the processors of structlog, so that they carry what is bound to the request.',
				...(swaps.some(({ wasRoot }) => wasRoot)
					? ['Records of the root logger are named after their module.']
					: []),
				...(swaps.some(({ hasNumbers }) => hasNumbers)
					? ['A `%d` that is given no number raises an error, where the standard library only reports it.']
					: []),
			].join(' '),
			followUps: ['Give handlers that are not of the set-up a formatter of structlog'],
			edits: [first, ...rest],
		};
	},
});
