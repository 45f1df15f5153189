import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { importsOf, runtimeNeeds } from '../needs.ts';
import { testFilesOf } from '../unit-tests/suite.ts';

const servers =
	/^(?:pymysql|mysqlclient|mysql-connector-python|aiomysql|asyncmy|psycopg|psycopg2|psycopg2-binary|asyncpg)$/;

export default defineCheck({
	id: 'stand-in',
	spec: '7.2/sqlite-stand-in',
	title: 'Tests use the database engine that production uses',
	failTitle: 'Tests use SQLite where production uses another engine',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'modules', 'testCode', 'packaging', 'devDependencies'],
	check(facts, project) {
		const needs = [...runtimeNeeds(facts, project).keys()];
		const driver = needs.find(name => servers.test(name));
		if (driver === undefined)
			return notApplicable('the project needs no driver of MySQL or PostgreSQL to run');
		const own = ['sqlite3', 'aiosqlite', 'pysqlite3'].some(name =>
			importsOf(facts, project, name).some(({ isProduction }) => isProduction),
		);
		if (own || needs.includes('aiosqlite')) return notApplicable('the project works with SQLite, too');
		const found = testFilesOf(facts, project).find(({ value }) => value.sqlite > 0);
		return verdictOf(
			found
				? [
						{
							level: 'warn',
							message: `Tests run on SQLite, and \`${driver}\` speaks to another engine`,
							confidence: 'likely',
							at: { path: found.path, line: found.value.sqlite },
							expected: 'a container of the same engine and version as in production',
							key: 'sqlite',
						},
					]
				: [],
			'no test names SQLite',
		);
	},
});
