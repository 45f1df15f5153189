// https://github.com/testcontainers/testcontainers-python/tree/main/src/testcontainers

/** Modules of testcontainers that moved below `community` with 4.15 and warn under their old names. */
const moved = new Set(
	`
	arangodb aws azurite cassandra chroma clickhouse cockroachdb cosmosdb cratedb db2 elasticsearch generic google
	influxdb influxdb1 influxdb2 k3s kafka keycloak localstack mailpit memcached milvus minio mongodb mqtt mssql mysql
	nats neo4j nginx ollama openfga opensearch oracle postgres qdrant rabbitmq redis registry scylla selenium sftp trino
	valkey vault weaviate
	`
		.trim()
		.split(/\s+/),
);

/** The name that a module of testcontainers has since 4.15; null where it kept its own. */
export const movedContainers = (module: string): string | null => {
	const [, name = ''] = /^testcontainers\.(\w+)$/.exec(module) ?? [];
	return moved.has(name) ? `testcontainers.community.${name}` : null;
};
