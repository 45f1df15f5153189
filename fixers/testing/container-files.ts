// https://testcontainers-python.readthedocs.io/
// https://docs.pytest.org/en/stable/reference/reference.html#pytest-importorskip

export type ServiceName = 'mysql' | 'postgres' | 'redis';

/** A service that tests start, and how the project talks to it. */
export interface StartedService {
	readonly name: ServiceName;
	/** The distribution of its driver. */
	readonly driver: string;
	readonly image: string;
	/** The project works with SQLAlchemy. */
	readonly usesSqlalchemy: boolean;
}

export const titles: Readonly<Record<ServiceName, string>> = {
	mysql: 'MySQL',
	postgres: 'PostgreSQL',
	redis: 'Redis',
};

/** What SQLAlchemy calls a driver, and whether it is asynchronous. */
const dialects: Readonly<Record<string, readonly [name: string, isAsync: boolean]>> = {
	pymysql: ['pymysql', false],
	mysqlclient: ['mysqldb', false],
	'mysql-connector-python': ['mysqlconnector', false],
	aiomysql: ['aiomysql', true],
	asyncmy: ['asyncmy', true],
	psycopg: ['psycopg', false],
	psycopg2: ['psycopg2', false],
	'psycopg2-binary': ['psycopg2', false],
	asyncpg: ['asyncpg', true],
};

/** Drivers of MySQL that connect in the same way without SQLAlchemy. */
const connectors: Readonly<Record<string, string>> = {
	pymysql: 'pymysql',
	mysqlclient: 'MySQLdb',
	'mysql-connector-python': 'mysql.connector',
};

/** Whether a test can be written that talks to the service as the project does. */
export const isKnown = ({ name, driver, usesSqlalchemy }: Omit<StartedService, 'image'>): boolean => {
	if (name === 'redis') return driver === 'redis' || driver === 'django-redis';
	if (dialects[driver] === undefined) return false;
	return usesSqlalchemy || name === 'postgres' || connectors[driver] !== undefined;
};

const quoted = (text: string): string => `"${text}"`;

/** The code that makes the container. */
const made = (service: StartedService): string => {
	const { name, driver, image, usesSqlalchemy } = service;
	const dialect = dialects[driver]?.[0] ?? '';
	if (name === 'redis') return `RedisContainer(${quoted(image)})`;
	if (name === 'mysql') {
		return usesSqlalchemy
			? `MySqlContainer(${quoted(image)}, dialect=${quoted(dialect)})`
			: `MySqlContainer(${quoted(image)})`;
	}
	return `PostgresContainer(${quoted(image)}, driver=${usesSqlalchemy ? quoted(dialect) : 'None'})`;
};

/** What tests get: an address, a client, or how to connect. */
const given = ({ name, usesSqlalchemy }: StartedService) => {
	if (name === 'redis')
		return {
			fixture: 'redis_client',
			// Not the class: a `conftest.py` that cannot import ends the whole run.
			type: 'Any',
			says: 'A client of a Redis that lives as long as the run.',
			lines: ['yield container.get_client()'],
		};
	if (name === 'mysql' && !usesSqlalchemy)
		return {
			fixture: 'mysql_settings',
			type: 'dict[str, Any]',
			says: 'How to connect to a MySQL that lives as long as the run.',
			lines: [
				'yield {',
				'    "host": container.get_container_host_ip(),',
				'    "port": int(container.get_exposed_port(3306)),',
				'    "user": container.username,',
				'    "password": container.password,',
				'    "database": container.dbname,',
				'}',
			],
		};
	return {
		fixture: `${name}_url`,
		type: 'str',
		says: `The address of a ${titles[name]} that lives as long as the run.`,
		lines: ['yield container.get_connection_url()'],
	};
};

const fixtureOf = (service: StartedService, modules: string): readonly string[] => {
	const { fixture, type, says, lines } = given(service);
	return [
		'@pytest.fixture(scope="session")',
		`def ${fixture}() -> Iterator[${type}]:`,
		`    """${says}"""`,
		'    require_docker()',
		`    containers = pytest.importorskip("${modules}.${service.name}")`,
		`    with containers.${made(service)} as container:`,
		...lines.map(line => `        ${line}`),
	];
};

/**
 * The `conftest.py` of a folder of integration tests. Nothing that only development has is imported at its top: pytest
 * would end every run with an error where it is not installed.
 * @param modules the package that has a module for each service
 * @param more fixtures of others
 */
export const containerConftest = (
	services: readonly StartedService[],
	modules: string,
	more: readonly string[] = [],
): string => {
	const needsAny = services.some(service => /\bAny\b/.test(given(service).type));
	return [
		'"""Services in containers for integration tests, which are skipped without Docker."""',
		'',
		'from collections.abc import Iterator',
		'from contextlib import closing',
		...(needsAny ? ['from typing import Any'] : []),
		'',
		'import pytest',
		'',
		'',
		'def require_docker() -> None:',
		'    """Skips the test where no Docker answers."""',
		'    docker = pytest.importorskip("docker")',
		'    try:',
		'        with closing(docker.from_env()) as client:',
		'            client.ping()',
		'    except docker.errors.DockerException as error:',
		'        pytest.skip(f"Docker does not answer: {error}")',
		...services.flatMap(service => ['', '', ...fixtureOf(service, modules)]),
		...(more.length > 0 ? ['', '', ...more] : []),
		'',
	].join('\n');
};

const header = (service: StartedService): string => {
	const { fixture, type } = given(service);
	return `def test_given_a_container_when_asking_should_answer(${fixture}: ${type}) -> None:`;
};

const withSqlalchemy = (service: StartedService): readonly string[] => {
	const { fixture } = given(service);
	if (dialects[service.driver]?.[1] !== true)
		return [
			'import pytest',
			'from sqlalchemy import create_engine, text',
			'',
			'pytestmark = pytest.mark.integration',
			'',
			'',
			header(service),
			`    with create_engine(${fixture}).connect() as connection:`,
			'        assert connection.execute(text("SELECT 1")).scalar_one() == 1',
		];
	return [
		'import asyncio',
		'',
		'import pytest',
		'from sqlalchemy import text',
		'from sqlalchemy.ext.asyncio import create_async_engine',
		'',
		'pytestmark = pytest.mark.integration',
		'',
		'',
		'async def answer(url: str) -> object:',
		'    engine = create_async_engine(url)',
		'    async with engine.connect() as connection:',
		'        result = await connection.execute(text("SELECT 1"))',
		'    await engine.dispose()',
		'    return result.scalar_one()',
		'',
		'',
		header(service),
		`    assert asyncio.run(answer(${fixture})) == 1`,
	];
};

const withDriver = (service: StartedService): readonly string[] => {
	const { name, driver } = service;
	const { fixture } = given(service);
	if (name === 'redis')
		return [
			'from typing import Any',
			'',
			'import pytest',
			'',
			'pytestmark = pytest.mark.integration',
			'',
			'',
			header(service),
			`    ${fixture}.set("greeting", "hello")`,
			'',
			`    assert ${fixture}.get("greeting") == b"hello"`,
		];
	if (driver === 'asyncpg')
		return [
			'import asyncio',
			'',
			'import asyncpg',
			'import pytest',
			'',
			'pytestmark = pytest.mark.integration',
			'',
			'',
			'async def answer(url: str) -> object:',
			'    connection = await asyncpg.connect(url)',
			'    try:',
			'        return await connection.fetchval("SELECT 1")',
			'    finally:',
			'        await connection.close()',
			'',
			'',
			header(service),
			`    assert asyncio.run(answer(${fixture})) == 1`,
		];
	const module = name === 'mysql' ? (connectors[driver] ?? '') : (dialects[driver]?.[0] ?? '');
	// As isort sorts, without regard to case.
	const imports = [module, 'pytest'].toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
	const isMysql = name === 'mysql';
	return [
		'from contextlib import closing',
		...(isMysql ? ['from typing import Any'] : []),
		'',
		...imports.map(each => `import ${each}`),
		'',
		'pytestmark = pytest.mark.integration',
		'',
		'',
		header(service),
		`    with closing(${module}.connect(${isMysql ? `**${fixture}` : fixture})) as connection:`,
		'        cursor = connection.cursor()',
		'        cursor.execute("SELECT 1")',
		'',
		'        assert cursor.fetchone() == (1,)',
	];
};

/** A test that asks the service for an answer, as the project talks to it. */
export const containerTest = (service: StartedService): string =>
	[
		`"""Shows that tests reach a real ${titles[service.name]}; tests of your own queries go beside it."""`,
		'',
		...(service.usesSqlalchemy && service.name !== 'redis' ? withSqlalchemy(service) : withDriver(service)),
		'',
	].join('\n');
