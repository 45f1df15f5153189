import { defineCheck, manual, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { declaredIn } from '../../tooling/dev-tools/scope.ts';
import { importsOf, runtimeNeeds } from '../needs.ts';
import { testFilesOf, testsIn } from '../unit-tests/suite.ts';

const services: readonly (readonly [service: string, drivers: RegExp])[] = [
	['MySQL', /^(?:pymysql|mysqlclient|mysql-connector-python|aiomysql|asyncmy)$/],
	['Redis', /^(?:redis|aioredis|valkey|django-redis)$/],
	['PostgreSQL', /^(?:psycopg|psycopg2|psycopg2-binary|asyncpg)$/],
	['MongoDB', /^(?:pymongo|motor)$/],
	['Kafka', /^(?:confluent-kafka|kafka-python|aiokafka)$/],
	['RabbitMQ', /^(?:pika|aio-pika)$/],
	['Elasticsearch', /^(?:elasticsearch|opensearch-py)$/],
];
const plugins =
	/^(?:pytest-(?:docker\w*|docker-\w+|postgresql|mysql|redis|mongodb|kafka|databases|pg|elasticsearch)|testing-postgresql|testing-mysqld|localstack)$/;
const compose = /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/;

export default defineCheck({
	id: 'mechanism',
	spec: '7.2/real-deps',
	title: 'Tests run against the real database or broker',
	failTitle: 'No test is seen to run against the real database or broker',
	severity: 'medium',
	scope: 'project',
	needs: ['files', 'paths', 'modules', 'testCode', 'packaging', 'devDependencies', 'toolPins', 'ci'],
	check(facts, project) {
		const needs = [...runtimeNeeds(facts, project)];
		const used = services.flatMap(([service, drivers]) => {
			const found = needs.find(([name]) => drivers.test(name));
			return found ? [{ service, driver: found[0], at: found[1] }] : [];
		});
		const [first] = used;
		if (!first) return notApplicable('the project needs no driver of a database or broker to run');
		const names = used.map(({ service }) => service).join(', ');
		const started = importsOf(facts, project, 'testcontainers').find(({ isTest }) => isTest);
		if (started) return pass(`\`${started.path}\` starts containers with testcontainers`);
		// A test may import the module by `pytest.importorskip`.
		const starting = testFilesOf(facts, project).find(({ value }) => value.containers.length > 0);
		if (starting) return pass(`\`${starting.path}\` starts \`${starting.value.containers[0]?.name ?? ''}\``);
		if (testsIn(testFilesOf(facts, project)) === 0) return notApplicable('the project has no tests');
		const plugin = [...declaredIn(facts, project).keys()].find(name => plugins.test(name));
		const prefix = project.path === '.' ? '' : `${project.path}/`;
		const file = [...facts.paths.keys()].find(path => path.startsWith(prefix) && compose.test(path));
		const equivalent = plugin ?? file;
		if (equivalent !== undefined || facts.ci.sources.length > 0 || facts.ci.outOfSight.length > 0) {
			const seen = equivalent === undefined ? 'a service of the pipeline' : `\`${equivalent}\``;
			return manual(`Do tests run against a real ${names}, with ${seen} for example?`, [
				{
					level: 'info',
					message: `No test starts a ${names} in a container of its own`,
					confidence: 'likely',
					at: first.at,
					key: 'mechanism',
				},
			]);
		}
		return verdictOf(
			[
				{
					level: 'fail',
					message: `\`${first.driver}\` is needed to run, and neither a test nor a pipeline starts a ${names}`,
					confidence: 'likely',
					at: first.at,
					expected: 'testcontainers in an integration test',
					key: 'mechanism',
				},
			],
			'',
		);
	},
});
