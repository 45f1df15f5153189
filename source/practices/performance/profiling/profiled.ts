import { defineCheck, manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { declaredIn } from '../../tooling/dev-tools/scope.ts';

const profilers = ['py-spy', 'scalene', 'memray', 'pyinstrument', 'austin-python', 'austin-dist'];
const programs = /^(?:py-spy|scalene|memray|pyinstrument|austin)$/;
const loads = ['pytest-benchmark', 'pytest-codspeed', 'locust', 'asv', 'pyperf'];
const loadPrograms = /^(?:locust|k6|artillery|asv)$/;
const folder = /^(?:tests?\/)?(?:perf|performance|benchmarks?|load|load[-_]tests?)\//;

const container = /(?:^|\/)(?:Dockerfile[^/]*|[^/]*\.Dockerfile|(?:docker-)?compose[\w.-]*\.ya?ml)$/;

export default defineCheck({
	id: 'profiled',
	spec: '9.3',
	title: 'Performance tests exist, and a profiler to read them',
	failTitle: 'Performance tests have no profiler, or a profiler has no tests to look at',
	severity: 'info',
	scope: 'project',
	needs: ['files', 'paths', 'devDependencies', 'packaging', 'toolPins', 'ci'],
	check(facts, project) {
		if (!project.kinds.some(kind => kind === 'service' || kind === 'lambda')) {
			return notApplicable('the project is neither a service nor a Lambda function');
		}
		const declared = declaredIn(facts, project);
		const prefix = project.path === '.' ? '' : `${project.path}/`;
		const profiler =
			profilers.find(name => declared.has(name)) ??
			facts.ci.commands.find(({ program }) => programs.test(program))?.program;
		const load =
			loads.find(name => declared.has(name)) ??
			facts.ci.commands.find(({ program }) => loadPrograms.test(program))?.program ??
			[...facts.paths.keys()].find(path => path.startsWith(prefix) && folder.test(path.slice(prefix.length)));
		if (profiler !== undefined && load !== undefined) {
			const seen = `\`${profiler}\` is there for the performance tests (\`${load}\`)`;
			if ([...facts.paths.keys()].some(path => container.test(path))) return pass(seen);
			return pass(seen, [
				{
					level: 'info',
					message: 'No container is described here, so what is measured may not be what is deployed',
					confidence: 'likely',
					at: declared.get(profiler) ?? { path: project.manifests[0] ?? project.path },
					expected: 'a profile of the deployed image',
					key: 'container',
				},
			]);
		}
		const [found, expected] =
			profiler !== undefined
				? [
						`\`${profiler}\` is there, and no performance test`,
						'a folder `tests/performance`, or a load test',
					]
				: [`\`${load ?? ''}\` measures, and no profiler shows where the time goes`, '`py-spy` or `scalene`'];
		if (profiler === undefined && load === undefined) {
			return manual('Have the busiest paths been profiled in a container, and are the results kept?');
		}
		const manifest = project.manifests[0];
		const at = declared.get(profiler ?? load ?? '') ?? { path: manifest ?? load ?? project.path };
		return verdictOf(
			[{ level: 'warn', message: found, confidence: 'likely', at, expected, key: 'half' }],
			'',
		);
	},
});
