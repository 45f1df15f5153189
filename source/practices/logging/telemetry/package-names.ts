import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { importCode } from './ground.ts';

// https://github.com/open-telemetry/opentelemetry-python-contrib/tree/main/instrumentation has all of them.

const never: Readonly<Record<string, string>> = {
	'opentelemetry-instrumentation-boto3': '`opentelemetry-instrumentation-botocore`, which covers boto3',
	'opentelemetry-exporter-xray': '`opentelemetry-exporter-otlp` and a collector that knows X-Ray',
	'opentelemetry-exporter-aws-xray': '`opentelemetry-exporter-otlp` and a collector that knows X-Ray',
};
const gone = 'opentelemetry-instrumentation-boto';

export default defineCheck({
	id: 'package-names',
	spec: '3.3b',
	title: 'Packages of OpenTelemetry that are named exist',
	failTitle: 'Packages of OpenTelemetry are named that do not exist',
	severity: 'high',
	scope: 'project',
	needs: ['packaging', 'modules', 'files', 'paths'],
	check(facts, project) {
		const requirements = (facts.packaging.get(project.path)?.requirements ?? []).filter(({ name }) =>
			name.startsWith('opentelemetry-'),
		);
		const imports = filesIn(facts.modules, facts, project).flatMap(({ path, role, value }) =>
			role === 'vendored'
				? []
				: value.imports
						.filter(({ module }) => /^opentelemetry(?:\.|$)/.test(module))
						.map(each => ({ ...each, path })),
		);
		if (requirements.length + imports.length === 0)
			return notApplicable('no package of OpenTelemetry is named');
		// A module of that name in the repository is somebody's own.
		const isOwn = (module: string): boolean => {
			const tail = `/${module.replaceAll('.', '/')}`;
			return [...facts.paths.keys()].some(
				path => `/${path}`.endsWith(`${tail}/__init__.py`) || `/${path}`.endsWith(`${tail}.py`),
			);
		};
		const declared = requirements.flatMap(({ name, at, source }): readonly Finding[] => {
			const instead = never[name];
			if (instead !== undefined)
				return [
					{
						level: 'fail',
						message: `\`${name}\` does not exist and cannot be installed`,
						confidence: 'certain',
						at,
						found: source,
						expected: instead,
					},
				];
			return name === gone
				? [
						{
							level: 'warn',
							message: `\`${name}\` traces boto 2, and is no longer released`,
							confidence: 'certain',
							at,
							found: source,
							expected: '`opentelemetry-instrumentation-botocore`, which covers boto3',
						},
					]
				: [];
		});
		const imported = imports.flatMap((each): readonly Finding[] => {
			const module = each.name === 'boto3' ? `${each.module}.boto3` : each.module;
			if (!/^opentelemetry\.instrumentation\.boto3(?:\.|$)/.test(module)) return [];
			if (isOwn('opentelemetry.instrumentation.boto3')) return [];
			return [
				{
					level: 'fail',
					message: '`opentelemetry.instrumentation.boto3` does not exist and cannot be imported',
					confidence: 'certain',
					at: { path: each.path, line: each.line },
					found: importCode(each),
					expected: '`opentelemetry.instrumentation.botocore`, which covers boto3',
					key: `import ${importCode(each)}`,
				},
			];
		});
		return verdictOf([...declared, ...imported], 'every package of OpenTelemetry that is named exists');
	},
});
