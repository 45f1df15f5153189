import type { DeclaredRequirement } from '../../../core/facts/packaging.ts';
import type { PythonImport } from '../../../core/facts/python.ts';
import type { Handoff, TelemetryCall } from '../../../core/facts/telemetry.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Place } from '../../../core/finding.ts';
import { notApplicable } from '../../../core/practice.ts';
import type { Verdict } from '../../../core/practice.ts';
import { deployedFiles, functionsOf } from '../structured-logging/scope.ts';

export const groundNeeds = [
	'files',
	'modules',
	'functions',
	'packaging',
	'telemetry',
	'logUse',
	'toml',
] as const;
type GroundFacts = Pick<Facts, (typeof groundNeeds)[number]>;

/** An import and the file that it stands in. */
export interface ImportAt extends PythonImport {
	readonly path: string;
}

/** Who starts tracing without code: a command, a layer, or an agent. */
type ZeroCode = 'a layer for OpenTelemetry' | '`opentelemetry-instrument`' | 'the OpenTelemetry operator';

/** The deployed code of a project, as far as traces and metrics are concerned. */
export interface Ground {
	readonly files: readonly string[];
	readonly imports: readonly ImportAt[];
	readonly calls: readonly TelemetryCall[];
	readonly handoffs: readonly Handoff[];
	/** Of the deployed code, and of what starts it. */
	readonly words: ReadonlySet<string>;
	/** What the templates give the project's functions, as JSON. */
	readonly deployment: string;
	readonly requirements: readonly DeclaredRequirement[];
	readonly isLambda: boolean;
	readonly zeroCode: ZeroCode | null;
	/** The SDK is there, by a package, an import or a layer. */
	readonly hasSdk: boolean;
	/** Where a finding about what is absent is shown. */
	readonly home: Place;
}

const layer = /:layer:(?:aws-otel-python|AWSOpenTelemetryDistroPython|opentelemetry-python)/;
/** Packages that bring the SDK. */
const sdkPackage =
	/^(?:opentelemetry-(?:sdk|distro)(?:-.*)?|opentelemetry-exporter-.*|aws-opentelemetry-distro|logfire|azure-monitor-opentelemetry.*|splunk-opentelemetry|honeycomb-opentelemetry|elastic-opentelemetry|uptrace|traceloop-sdk)$/;
export const ownSdk =
	/^(?:opentelemetry\.(?:sdk|exporter|distro)|logfire|traceloop\.sdk|azure\.monitor\.opentelemetry)(?:\.|$)/;

const zeroCodeOf = (words: ReadonlySet<string>, deployment: string): ZeroCode | null => {
	if (
		layer.test(deployment) ||
		/\/opt\/otel-(?:instrument|handler)/.test(deployment) ||
		['otel-instrument', 'otel-handler', 'AdotInstrumentationConfig'].some(name => words.has(name))
	)
		return 'a layer for OpenTelemetry';
	if (words.has('inject-python')) return 'the OpenTelemetry operator';
	return ['opentelemetry-instrument', 'auto_instrumentation'].some(name => words.has(name))
		? '`opentelemetry-instrument`'
		: null;
};

const noCode = 'no Lambda function and no service is here; a library leaves the SDK to its user';

const isPlain = (path: string): boolean => !path.endsWith('.py');

/** What the checks on traces and metrics judge; a reason where there is nothing to trace. */
export const groundOf = (facts: GroundFacts, project: Project): Ground | Verdict => {
	const files = deployedFiles(facts, project);
	const [first] = files;
	if (first === undefined) return notApplicable(noCode);
	const own = new Set(files);
	const words = new Set<string>();
	const calls: TelemetryCall[] = [];
	const handoffs: Handoff[] = [];
	for (const [path, parsed] of facts.telemetry) {
		if (!parsed.ok) continue;
		const file = facts.files.get(path);
		const role = file?.role;
		// What starts the program lies beside it, at the root, or in a folder of its own.
		const starts =
			isPlain(path) &&
			role !== 'test' &&
			role !== 'docs' &&
			role !== 'vendored' &&
			(file?.project === project.path || (file?.project ?? '.') === '.' || project.path === '.');
		const builds = role === 'infra' && !isPlain(path);
		if (!own.has(path) && !starts && !builds) continue;
		for (const one of parsed.value.words) words.add(one);
		if (!own.has(path)) continue;
		calls.push(...parsed.value.calls);
		handoffs.push(...parsed.value.handoffs);
	}
	const imports = files.flatMap(path => {
		const parsed = facts.modules.get(path);
		return parsed?.ok ? parsed.value.imports.map(each => ({ ...each, path })) : [];
	});
	const deployment = functionsOf(facts, project)
		.map(({ properties }) => JSON.stringify(properties))
		.join('\n');
	for (const [name] of deployment.matchAll(/\bOTEL_[A-Z_]+/g)) words.add(name);
	const requirements = facts.packaging.get(project.path)?.requirements ?? [];
	const zeroCode = zeroCodeOf(words, deployment);
	const [manifest] = project.manifests;
	return {
		files,
		imports,
		calls,
		handoffs,
		words,
		deployment,
		requirements,
		isLambda: project.kinds.includes('lambda') && !project.kinds.includes('service'),
		zeroCode,
		hasSdk:
			zeroCode !== null ||
			requirements.some(({ name, isRuntime }) => isRuntime && sdkPackage.test(name)) ||
			imports.some(({ module }) => ownSdk.test(module)),
		home: { path: manifest ?? first },
	};
};

/** Whether the code imports a module, or something of it. */
export const importing = ({ imports }: Ground, module: RegExp): ImportAt | undefined =>
	imports.find(each => module.test(each.name === null ? each.module : `${each.module}.${each.name}`));

/** A requirement that the program needs, or that an extra of it adds. */
export const requiring = ({ requirements }: Ground, name: RegExp): DeclaredRequirement | undefined =>
	requirements.find(each => each.isRuntime && name.test(each.name));

export const noSdk = 'no OpenTelemetry SDK is here; `sdk` tells of it';

/** A word that configures logfire, which sets everything else up. */
export const usesLogfire = (ground: Ground): boolean =>
	ground.calls.some(({ name, code }) => name === 'configure' && /\blogfire\b|^configure/.test(code)) ||
	ground.words.has('logfire run');

/** Distributions that bring instrumentations and exporters along. */
export const hasDistribution = (ground: Ground): boolean =>
	ground.zeroCode === 'a layer for OpenTelemetry' ||
	ground.zeroCode === 'the OpenTelemetry operator' ||
	requiring(ground, /^(?:aws-opentelemetry-distro|azure-monitor-opentelemetry)$/) !== undefined;

export const importCode = ({ module, name }: PythonImport): string =>
	name === null ? `import ${module}` : `from ${module} import ${name}`;
