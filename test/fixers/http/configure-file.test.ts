import { describe, expect, test } from 'vitest';
import { configureFile } from '../../../fixers/http/boto-config/configure-file.ts';
import { lineStartsOf } from '../../../source/core/text.ts';
import { awsConstructionsIn } from '../../../source/edit/python/aws-clients.ts';
import { namesIn } from '../../../source/edit/python/names.ts';
import { placeOf, rangeKey } from '../../../source/edit/python/nodes.ts';
import { createEngines } from '../../../source/engine/engines.ts';

const engines = createEngines([]);

const triesLess = (text: string, setsRetries = false): boolean => {
	const lineStarts = lineStartsOf(text);
	const parse = (current: string) =>
		engines.python({ path: 'a.py', text: current, lineStarts: lineStartsOf(current) });
	const root = parse(text);
	const clients = new Set(
		awsConstructionsIn(root, namesIn(root)).map(({ call }) => rangeKey(placeOf('a.py', lineStarts, call))),
	);
	const task = {
		clients,
		modes: new Set<string>(),
		constants: new Set<string>(),
		constantModes: new Set<string>(),
	};
	const environment = { setsRetries, setsConnect: false };
	return configureFile(text, parse, 'a.py', task, { environment, agent: null, pinned: new Set() }).triesLess;
};

describe('that DynamoDB is tried less often', () => {
	const table = 'table = boto3.resource("dynamodb")\n';

	test('is told where a slower service shares its settings', () => {
		expect(triesLess(`import boto3\n\n${table}s3 = boto3.client("s3")\n`)).toBe(true);
	});

	test('is told where a `Config` that both have is completed', () => {
		const text = [
			'import boto3',
			'from botocore.config import Config',
			'',
			'SLOW = Config(read_timeout=30)',
			'table = boto3.resource("dynamodb", config=SLOW)',
			's3 = boto3.client("s3", config=SLOW)',
			'',
		].join('\n');
		expect(triesLess(text)).toBe(true);
	});

	test('is not so where it has settings of its own, or the environment counts', () => {
		expect(triesLess(`import boto3\n\n${table}`)).toBe(false);
		expect(triesLess(`import boto3\n\n${table}s3 = boto3.client("s3")\n`, true)).toBe(false);
	});
});
