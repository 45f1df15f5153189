import type { SgNode } from '@ast-grep/napi';
import type { Facts, Project } from '../../source/core/facts.ts';
import { declined } from '../../source/core/fixer.ts';
import type { Finding } from '../../source/core/finding.ts';
import { eolOf, lineStartsOf } from '../../source/core/text.ts';
import { lineSplice } from '../../source/edit/line-splice.ts';
import { importModule, importName } from '../../source/edit/python/imports.ts';
import { headEnd } from '../../source/edit/python/insert-logger.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { addProcessor, configureCalls } from '../../source/edit/python/structlog-chain.ts';
import { formatterLike } from '../../source/edit/ruff/keep-formatted.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { chain, spliced } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';
import { serviceProcessor, traceProcessor } from './logging-module.ts';
import { setupFilesOf } from './structlog-ground.ts';

// https://www.structlog.org/en/stable/processors.html

/** Fields by the part of the identity that a finding misses. */
const identity: Readonly<Record<string, string>> = {
	service: '    "service": os.getenv("SERVICE_NAME", "unknown"),',
	version: '    "version": os.getenv("SERVICE_VERSION", "unknown"),',
	environment: '    "env": os.getenv("ENVIRONMENT", "unknown"),',
};

const variables: Readonly<Record<string, string>> = {
	service: '`SERVICE_NAME`',
	version: '`SERVICE_VERSION`',
	environment: '`ENVIRONMENT`',
};

const missingIn = ({ key = '' }: Finding): readonly string[] =>
	key.startsWith('missing ') ? [...key.matchAll(/`(\w+)`/g)].flatMap(([, name]) => name ?? []) : [];

const hasTraces = (facts: Pick<Facts, 'packaging'>, project: Project): boolean =>
	facts.packaging
		.get(project.path)
		?.requirements.some(
			({ name, isRuntime }) => isRuntime && /^opentelemetry-(?:api|sdk|distro)$/.test(name),
		) === true;

/** Puts definitions below the imports that the module begins with. */
const insertDefinitions = (text: string, root: SgNode, code: string): EditResult => {
	const at = headEnd(root, text);
	if (at === null || at === 0) return declined('statements share a line at the top of the module');
	const eol = eolOf(text);
	const gap = /^(?:[ \t]*(?:\r\n|\r|\n))*/.exec(text.slice(at))?.[0].split(/\r\n|\r|\n/).length ?? 1;
	const lines = code.trimEnd().replaceAll('\n', eol);
	return spliced([{ start: at, end: at, text: `${lines}${eol.repeat(Math.max(0, 4 - gap))}` }]);
};

interface Processor {
	readonly name: string;
	readonly code: string;
	/** Names that have to be free. */
	readonly binds: string;
	readonly needs: 'os' | 'trace';
}

const processorFor = (missing: readonly string[]): Processor =>
	missing.length === 0
		? {
				name: 'add_trace_context',
				code: traceProcessor,
				binds: 'add_trace_context',
				needs: 'trace',
			}
		: {
				name: 'add_service_context',
				code: `\n\n_SERVICE = {\n${missing.map(part => identity[part] ?? '').join('\n')}\n}\n${serviceProcessor}`,
				binds: 'add_service_context|_SERVICE',
				needs: 'os',
			};

const importTypes =
	(parse: (text: string) => SgNode, name: string) =>
	(text: string): EditResult => {
		const root = parse(text);
		const names = namesIn(root);
		const known = names.imports.find(
			each => each.local === name && /^structlog\.typ(?:ing|es)$/.test(each.module),
		);
		const isAlways = known?.statement.parent()?.kind() === 'module';
		// Below `TYPE_CHECKING` it can stand in annotations that nothing evaluates.
		const isLazy = names.imports.some(each => each.module === '__future__' && each.name === 'annotations');
		if (known && (isAlways || isLazy)) return spliced([]);
		return importName(text, root, names, 'structlog.typing', name).edit;
	};

export default defineFixer({
	id: 'record-fields',
	title: 'Add the service and the trace to every record',
	checks: ['log-fields/service-identity', 'log-fields/trace-ids'],
	safety: 'review',
	needs: ['files', 'modules', 'functions', 'logUse', 'packaging', 'ruffConfigs', 'paths', 'toolPins'],
	touches: pythonFiles,
	after: ['logging-setup'],
	safetyNote:
		'One processor more in the chain that structlog is given, in front of what turns a record into text. Fields that a record ' +
		'has already stay; their values come from the environment, whose variables are to be set where the program is deployed.',
	takes: ({ level, key = '' }) => level !== 'info' && (key.startsWith('missing ') || key === 'no trace id'),
	isReady: (finding, { facts, project }) =>
		setupFilesOf(facts, project).includes(finding.at.path) &&
		(finding.key !== 'no trace id' || hasTraces(facts, project)),
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan({ facts, project, findings, texts, engines }) {
		const [finding] = findings;
		const path = finding?.at.path ?? '';
		const text = texts.get(path);
		if (!finding || text === undefined || !setupFilesOf(facts, project).includes(path))
			return declined('Nothing in this project sets structlog up, so that there is no chain to add to');
		const missing = missingIn(finding);
		if (missing.length === 0 && !hasTraces(facts, project))
			return declined(
				'The project does not ask for OpenTelemetry, so that there is no trace whose id a record could have',
			);
		const parse = (current: string): SgNode =>
			engines.python({ path, text: current, lineStarts: lineStartsOf(current) });
		const root = parse(text);
		const [call, ...more] = configureCalls(root);
		if (!call || more.length > 0) return declined(`\`${path}\` sets structlog up in more than one way`);
		const processor = processorFor(missing);
		if (root.has({ rule: { kind: 'identifier', regex: `^(?:${processor.binds})$` } }))
			return declined(`\`${processor.name}\` already means something in \`${path}\``);
		const added = addProcessor(text, root, call, processor.name);
		if (added === null || added.length === 0)
			return declined(
				`The processors in \`${path}\` are put together by code, so that their order cannot be told`,
			);
		const format = formatterLike(path, text, facts, engines);
		const edit = chain(text, [
			() => spliced(added),
			current => insertDefinitions(current, parse(current), processor.code),
			importTypes(parse, 'EventDict'),
			importTypes(parse, 'WrappedLogger'),
			current => {
				const tree = parse(current);
				const names = namesIn(tree);
				if (processor.needs === 'os') {
					const { code, edit: imported } = importModule(current, tree, names, 'os');
					return code === 'os' ? imported : declined(`\`os\` has another name in \`${path}\``);
				}
				const { code, edit: imported } = importName(current, tree, names, 'opentelemetry', 'trace');
				return code === 'trace' ? imported : declined(`\`trace\` has another name in \`${path}\``);
			},
			current => {
				const splice = lineSplice(current, format(current));
				return spliced(splice ? [splice] : []);
			},
		]);
		if (edit.outcome === 'declined') return edit;
		const [first, ...rest] = edit.splices;
		if (!first) return declined('The fields are there already');
		const named = missing.map(part => variables[part] ?? '').join(', ');
		return {
			outcome: 'plan',
			area: 'logging',
			summary: missing.length > 0 ? 'name the service in every record' : 'name the trace in every record',
			changed: [
				missing.length > 0
					? `A processor in \`${path}\` adds ${missing.join(', ')} to each record.`
					: `A processor in \`${path}\` adds \`trace_id\` and \`span_id\` of the current span to each record.`,
			],
			atRunTime:
				missing.length > 0
					? 'Records have the fields, with `unknown` until the environment says more; nothing else of them changes.'
					: 'Records that are written within a span have its ids; nothing else of them changes.',
			followUps: missing.length > 0 ? [`Set ${named} where the program is deployed`] : [],
			edits: [{ kind: 'splice', path, splices: [first, ...rest] }],
		};
	},
});
