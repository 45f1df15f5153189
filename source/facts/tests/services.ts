import type { TestCode, TestContainer } from '../../core/facts/test-code.ts';
import { positionAt } from '../../core/text.ts';

const container =
	/\b((?:MySql|Postgres|Redis|AsyncRedis|MongoDb|RabbitMq|ClickHouse|Docker|Kafka|LocalStack|ElasticSearch|OpenSearch)Container)\(\s*(?:image\s*=\s*)?(?:(f?["'])([^"'\n]*)["'])?\s*([^\s])?/g;
const sqlite = /["']sqlite(?:\+\w+)?:\/\/|["']django\.db\.backends\.sqlite3["']/;
const mockCall =
	/^[ \t]*(?:@|(?:async[ \t]+)?with[ \t]+|\w+[ \t]*=[ \t]*)moto\.(mock_(?!aws\b|xray_client\b)[a-z]\w*)/gm;
/** An import of moto that is not at the margin, and what tells versions apart. */
const inner = /^[ \t]+(?:from|import)[ \t]+moto\b/m;
const hedge = /\b(?:ImportError|ModuleNotFoundError|__version__|importlib|find_spec|hasattr)\b/;
const localstack = /localstack|:4566\b|["']4566["']/i;

/** What a test file starts or stands in for the services behind the project. */
export const servicesOf = (
	text: string,
	lineStarts: readonly number[],
): Pick<TestCode, 'containers' | 'sqlite' | 'hasLocalstack' | 'oldMocks' | 'choosesMoto'> => {
	const containers: TestContainer[] = [];
	if (text.includes('testcontainers')) {
		for (const match of text.matchAll(container)) {
			const [, name = '', quote, literal, next] = match;
			const image = quote?.length === 1 ? (literal ?? '') : quote === undefined && next === ')' ? null : '?';
			containers.push({ name, line: positionAt(lineStarts, match.index).line, image });
		}
	}
	const at = text.includes('sqlite') ? (sqlite.exec(text)?.index ?? -1) : -1;
	const usesMoto = text.includes('moto');
	return {
		containers,
		oldMocks: usesMoto
			? [...text.matchAll(mockCall)].map(({ 0: found, 1: name = '', index }) => ({
					name,
					line: positionAt(lineStarts, index + found.length - 1).line,
				}))
			: [],
		choosesMoto:
			usesMoto && hedge.test(text) && (inner.test(text) || /\bmoto\.__version__|hasattr\(moto/.test(text)),
		sqlite: at < 0 ? 0 : positionAt(lineStarts, at).line,
		hasLocalstack: localstack.test(text),
	};
};
