import type { SgNode } from '@ast-grep/napi';
import type { Facts, Project } from '../../source/core/facts.ts';
import { declined } from '../../source/core/fixer.ts';
import { inFolder } from '../../source/core/folders.ts';
import { runsInLambda } from '../../source/core/lambda.ts';
import { eolOf, lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { importName } from '../../source/edit/python/imports.ts';
import type { Names } from '../../source/edit/python/names.ts';
import { namesIn, qualifiedName } from '../../source/edit/python/names.ts';
import { endOf, startOf } from '../../source/edit/python/nodes.ts';
import { chain, lineEnd, lineStart, spliced } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { isDeployedWith } from './deployed-list.ts';
import type { EntryPoint } from './entry-points.ts';
import { entryPointsOf } from './entry-points.ts';
import { runtimeListFor } from './runtime-dependency.ts';
import { productionOf } from './structlog-ground.ts';
import type { Framework, Instrumentation } from './telemetry-module.ts';
import { floors } from './telemetry-line.ts';
import {
	instrumentations,
	packagesFor,
	telemetryModule,
	telemetryStem,
	telemetryTest,
} from './telemetry-module.ts';

// https://opentelemetry.io/docs/languages/python/instrumentation/

const floorOf = (name: string): string =>
	name.startsWith('opentelemetry-instrumentation-') ? floors.instrumentation : floors.other;

const frameworks: readonly Framework[] = [
	{ module: 'fastapi', maker: 'FastAPI' },
	{ module: 'flask', maker: 'Flask' },
];

type Needed = Pick<
	Facts,
	| 'files'
	| 'modules'
	| 'functions'
	| 'templates'
	| 'logUse'
	| 'paths'
	| 'packaging'
	| 'toml'
	| 'requirements'
	| 'telemetry'
>;

const setsUp =
	/^(?:TracerProvider|set_tracer_provider|MeterProvider|set_meter_provider|configure_azure_monitor)$/;

/** The file that sets providers up already: the second one would be refused at run time. */
const setUpIn = ({ files, telemetry }: Needed): string | null => {
	for (const [path, parsed] of telemetry)
		if (
			parsed.ok &&
			files.get(path)?.role === 'prod' &&
			parsed.value.calls.some(({ name }) => setsUp.test(name))
		)
			return path;
	return null;
};

/** A package of OpenTelemetry whose version is held: others have to fit to it. */
const heldIn = ({ packaging }: Needed, project: Project): string | null =>
	packaging
		.get(project.path)
		?.requirements.find(
			({ name, source }) => name.startsWith('opentelemetry-') && /==|~=|<|\^|!=/.test(source),
		)?.name ?? null;

const librariesOf = (facts: Needed, project: Project): readonly Instrumentation[] => {
	const used = new Map<string, Instrumentation>();
	for (const path of productionOf(facts, project)) {
		const parsed = facts.modules.get(path);
		for (const { module, topLevel } of parsed?.ok ? parsed.value.imports : []) {
			const known = topLevel ? instrumentations[module.split('.', 1)[0] ?? ''] : undefined;
			if (known) used.set(known.name, known);
		}
	}
	return [...used.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
};

const frameworkOf = (path: string, { logUse }: Needed): Framework | null => {
	const use = logUse.get(path);
	const maker = use?.ok ? /^(?:\w+\.)?(\w+)\(/.exec(use.value.webApp?.code ?? '')?.[1] : undefined;
	return frameworks.find(each => each.maker === maker) ?? null;
};

interface Start extends EntryPoint {
	readonly framework: Framework;
}

/** Applications that run as a service; in Lambda a layer does the same without code. */
const usable = (facts: Needed, project: Project): readonly Start[] => {
	if (setUpIn(facts) !== null || heldIn(facts, project) !== null) return [];
	return entryPointsOf(facts, project, telemetryStem).flatMap((entry): readonly Start[] => {
		const framework = frameworkOf(entry.path, facts);
		if (framework === null || runsInLambda(entry.path, facts)) return [];
		const list = runtimeListFor(entry.path, 'opentelemetry-sdk', floors.other, facts, project);
		return list !== null && isDeployedWith(list.path, entry.path, facts) ? [{ ...entry, framework }] : [];
	});
};

/** The only statement that makes the application and gives it a plain name. */
const applicationIn = (root: SgNode, names: Names, { module, maker }: Framework): SgNode | null => {
	const makes = root.findAll({ rule: { kind: 'call' } }).filter(call => {
		const callee = call.field('function');
		return callee !== null && qualifiedName(callee, names) === `${module}.${maker}`;
	});
	const [only, ...others] = makes;
	const assignment = only?.parent();
	const statement = assignment?.parent();
	return only &&
		others.length === 0 &&
		assignment?.kind() === 'assignment' &&
		assignment.field('left')?.kind() === 'identifier' &&
		statement?.kind() === 'expression_statement' &&
		['module', 'block'].includes(String(statement.parent()?.kind()))
		? statement
		: null;
};

export default defineFixer({
	id: 'telemetry-setup',
	title: 'Set up OpenTelemetry where the application is made',
	checks: ['telemetry/sdk', 'telemetry/provider'],
	safety: 'guided',
	needs: [
		'files',
		'modules',
		'functions',
		'templates',
		'logUse',
		'paths',
		'packaging',
		'toml',
		'requirements',
		'telemetry',
	],
	touches: ['**/*.py', '**/pyproject.toml', '**/*.{txt,in}'],
	after: ['telemetry-names'],
	safetyNote:
		'A new module, one call of it behind the line that makes the application, and the packages that it imports. ' +
		'Nothing is sent before an endpoint is set. With one that nobody answers, the exporter writes errors to the log ' +
		'and drops the data; requests go on, and the end of the program waits some seconds for it.',
	takes: ({ level, key }) => level === 'fail' && (key === 'no tracing' || key === 'no provider'),
	isReady: (_, { facts, project }) => usable(facts, project).length > 0,
	questions({ facts, project }) {
		const [first, ...rest] = usable(facts, project);
		if (!first) return [];
		return [
			{
				id: 'entry-point',
				prompt: 'Where is the application made?',
				explanation: 'The new module lies beside this file, which calls it with the application.',
				kind: {
					type: 'choice',
					choices: [first, ...rest].map(({ path }) => ({ value: path, label: path })),
				},
				fallback: first.path,
			},
			{
				id: 'signals',
				prompt: 'What is recorded?',
				explanation: 'Metrics count and time the requests, and cost a message to the collector each minute.',
				kind: {
					type: 'choice',
					choices: [
						{ value: 'traces-and-metrics', label: 'Traces and metrics' },
						{ value: 'traces', label: 'Traces only' },
					],
				},
				fallback: 'traces-and-metrics',
			},
			{
				id: 'protocol',
				prompt: 'How are the data sent to the collector?',
				explanation:
					'Collectors take HTTP at port 4318 and gRPC at port 4317; gRPC brings a large package along.',
				kind: {
					type: 'choice',
					choices: [
						{ value: 'http', label: 'OTLP over HTTP' },
						{ value: 'grpc', label: 'OTLP over gRPC' },
					],
				},
				fallback: 'http',
			},
		];
	},
	reads({ facts, project }) {
		return usable(facts, project).flatMap(({ path }) => {
			const list = runtimeListFor(path, 'opentelemetry-sdk', floors.other, facts, project);
			return [path, ...(list ? [list.path] : [])];
		});
	},
	plan({ facts, project, texts, answers, engines }) {
		const other = setUpIn(facts);
		if (other !== null) return declined(`\`${other}\` sets OpenTelemetry up already`);
		const held = heldIn(facts, project);
		if (held !== null)
			return declined(
				`the version of \`${held}\` is held, and all packages of OpenTelemetry have to fit to it`,
			);
		const entries = usable(facts, project);
		const entry = entries.find(({ path }) => path === answers['entry-point']) ?? entries[0];
		const text = entry ? texts.get(entry.path) : undefined;
		if (!entry || text === undefined)
			return declined(
				'no application of FastAPI or Flask is known whose imports and list of dependencies can be told from the repository; ' +
					'in Lambda, a layer for OpenTelemetry and its `AWS_LAMBDA_EXEC_WRAPPER` do the same without code',
			);
		const parse = (current: string) =>
			engines.python({ path: entry.path, text: current, lineStarts: lineStartsOf(current) });
		const root = parse(text);
		if (root.has({ rule: { kind: 'identifier', regex: '^configure_telemetry$' } }))
			return declined(`\`configure_telemetry\` already means something in \`${entry.path}\``);
		const application = applicationIn(root, namesIn(root), entry.framework);
		const name = application?.child(0)?.field('left')?.text();
		if (!application || name === undefined)
			return declined(`\`${entry.path}\` does not give one application a plain name`);
		const [start, end] = [startOf(application), endOf(application)];
		const indent = text.slice(lineStart(text, start), start);
		const rest = text.slice(end, lineEnd(text, end));
		if (!/^[ \t]*$/.test(indent) || !/^[ \t]*(?:#.*)?$/.test(rest))
			return declined(`the line that makes the application in \`${entry.path}\` holds more than that`);
		const wired = chain(text, [
			current => {
				const at = lineEnd(current, end);
				return spliced([
					{ start: at, end: at, text: `${eolOf(current)}${indent}configure_telemetry(${name})` },
				]);
			},
			current => {
				const tree = parse(current);
				return importName(current, tree, namesIn(tree), entry.module, 'configure_telemetry').edit;
			},
		]);
		if (wired.outcome === 'declined') return wired;
		const [first, ...more] = wired.splices;
		if (!first) return declined('the call is there already');
		const choice = {
			framework: entry.framework,
			protocol: answers['protocol'] === 'grpc' ? 'grpc' : 'http',
			metrics: answers['signals'] !== 'traces',
			libraries: librariesOf(facts, project),
		} as const;
		const edits: [Edit, ...Edit[]] = [
			{ kind: 'create', path: entry.home, text: telemetryModule(choice) },
			{ kind: 'splice', path: entry.path, splices: [first, ...more] },
		];
		const test = entry.tests === null ? null : inFolder(entry.tests, `test_${telemetryStem}.py`);
		if (test !== null && !facts.paths.has(test))
			edits.push({ kind: 'create', path: test, text: telemetryTest(entry.module) });
		const declared = new Set(
			facts.packaging.get(project.path)?.requirements.flatMap(each => (each.isRuntime ? [each.name] : [])),
		);
		const wanted = packagesFor(choice).filter(each => !declared.has(each));
		const lists = wanted.flatMap(
			each => runtimeListFor(entry.path, each, floorOf(each), facts, project) ?? [],
		);
		const [list] = lists;
		if (list) {
			const added = chain(
				texts.get(list.path) ?? '',
				lists.map(each => (current: string) => each.add(current)),
			);
			if (added.outcome === 'declined') return added;
			const [one, ...others] = added.splices;
			if (one) edits.push({ kind: 'splice', path: list.path, splices: [one, ...others] });
		}
		return {
			outcome: 'plan',
			area: 'telemetry',
			summary: 'set up OpenTelemetry',
			changed: [
				`\`${entry.home}\` sets the providers up, and \`${entry.path}\` calls it with the application.`,
				...(list ? [`\`${list.path}\` asks for ${wanted.map(each => `\`${each}\``).join(', ')}.`] : []),
			],
			atRunTime:
				'Each request becomes a span, with the calls of instrumented libraries below it. They are sent only where ' +
				'`OTEL_EXPORTER_OTLP_ENDPOINT` is set; where nobody answers there, the exporter logs errors, drops them, and holds up the end of the program for some seconds.',
			followUps: [
				'Set `OTEL_EXPORTER_OTLP_ENDPOINT`, `SERVICE_NAME`, `SERVICE_VERSION` and `ENVIRONMENT` where the program is deployed',
				'Run a collector or the agent of CloudWatch there, which hands the data on',
			],
			edits,
			reveals: true,
			...(list ? { lockDirty: true } : {}),
		};
	},
});
