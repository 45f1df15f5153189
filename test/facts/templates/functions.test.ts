import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../../source/core/facts.ts';
import type { LambdaFunctions } from '../../../source/core/facts/functions.ts';
import type { Dockerfile, TemplateFile } from '../../../source/core/facts/templates.ts';
import { sourceFileOf } from '../../../source/engine/source-file.ts';
import { createEngines } from '../../../source/engine/engines.ts';
import dockerfiles from '../../../source/facts/templates/dockerfiles.ts';
import functions from '../../../source/facts/templates/functions.ts';
import templates from '../../../source/facts/templates/templates.ts';

const engines = createEngines([]);

/** The functions of a tree of texts. */
const read = (files: Readonly<Record<string, string>>): LambdaFunctions => {
	const paths = new Map(Object.entries(files).map(([path, text]) => [path, { size: text.length }]));
	const found = new Map<string, Parsed<TemplateFile>>();
	const images = new Map<string, Parsed<Dockerfile>>();
	for (const [path, text] of Object.entries(files)) {
		const file = sourceFileOf(path, text);
		const template = templates.wants(path) ? templates.extract(file, engines, undefined) : null;
		const image = dockerfiles.wants(path) ? dockerfiles.extract(file, engines, undefined) : null;
		if (template !== null) found.set(path, { ok: true, value: template });
		if (image !== null) images.set(path, { ok: true, value: image });
	}
	return functions.derive({ paths, templates: found, dockerfiles: images });
};

const sam = `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: python3.9
    Environment:
      Variables: { A: 1 }
Resources:
  Api:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/api/
      Handler: orders.app.handler
      Events:
        Get: { Type: Api, Properties: { Path: /, Method: get } }
        Jobs: { Type: SQS, Properties: { Queue: !GetAtt Queue.Arn } }
  Queue:
    Type: AWS::SQS::Queue
`;

describe('a function of SAM', () => {
	const files = { 'service/template.yaml': sam, 'service/src/api/orders/app.py': '' };
	test('takes its runtime from `Globals`, with the place to change it', () => {
		const [api] = read(files).functions;
		expect(api?.runtime).toMatchObject({
			origin: 'shared',
			path: ['Globals', 'Function', 'Runtime'],
			at: { path: 'service/template.yaml', line: 4, column: 5 },
			branches: [{ state: 'known', value: 'python3.9' }],
		});
		expect(api?.python).toBe('yes');
	});
	test('has its handler resolved below its code', () => {
		const facts = read(files);
		expect(facts.functions[0]).toMatchObject({
			codeDirectory: 'service/src/api',
			handlerFile: 'service/src/api/orders/app.py',
			handlerName: 'handler',
		});
		expect(facts.codeDirectories).toEqual(['service/src/api']);
	});
	test('knows its triggers, and the queue of its own file', () => {
		const [api] = read(files).functions;
		expect(api?.triggers.map(({ kind, id, queue }) => [kind, id, queue?.id])).toEqual([
			['api', 'Get', undefined],
			['sqs', 'Jobs', 'Queue'],
		]);
	});
});

test('triggers of CloudFormation come from the resources that make them', () => {
	const [one] = read({
		'stack.yaml': `Resources:
  One:
    Type: AWS::Lambda::Function
    Properties: { Runtime: python3.13, Handler: a.b }
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: !Ref One, EventSourceArn: arn:aws:kinesis:eu-west-1:1:stream/x }
  Topic:
    Type: AWS::Lambda::Permission
    Properties: { FunctionName: !GetAtt One.Arn, Principal: sns.amazonaws.com }
  Method:
    Type: AWS::ApiGateway::Method
    Properties: { Integration: { Uri: !Sub "arn:x/\${One.Arn}/invocations" } }
`,
	}).functions;
	expect(one?.triggers.map(({ kind }) => kind)).toEqual(['stream', 'sns', 'api']);
});

test('a function in an image is Python where its last stage is', () => {
	const template = `Resources:
  One:
    Type: AWS::Serverless::Function
    Properties: { PackageType: Image }
    Metadata: { DockerContext: api, Dockerfile: Dockerfile }
`;
	const docker =
		'FROM node:22 AS web\nFROM --platform=linux/arm64 public.ecr.aws/lambda/python:3.13 AS base\nFROM base\nCMD [ "app.handler" ]\n';
	const [one] = read({ 'template.yaml': template, 'api/Dockerfile': docker, 'api/app.py': '' }).functions;
	expect(one).toMatchObject({
		python: 'yes',
		dockerfile: 'api/Dockerfile',
		handler: 'app.handler',
		handlerFile: 'api/app.py',
	});
});

test('stages of Chalice and Zappa take what is set above them', () => {
	const facts = read({
		'.chalice/config.json': '{"lambda_timeout": 20, "stages": {"dev": {}, "prod": {"lambda_timeout": 40}}}',
		'zappa_settings.json': '{"base": {"timeout_seconds": 50}, "prod": {"extends": "base"}}',
	});
	expect(facts.functions.map(({ id, timeout: { branches, origin } }) => [id, origin, branches[0]])).toEqual([
		['dev', 'shared', { state: 'known', value: 20, via: null }],
		['prod', 'own', { state: 'known', value: 40, via: null }],
		['base', 'own', { state: 'known', value: 50, via: null }],
		['prod', 'shared', { state: 'known', value: 50, via: null }],
	]);
});

test('`Globals` that a function ignores do not count', () => {
	const ignoring = sam.replace(
		'    Properties:\n      CodeUri',
		'    IgnoreGlobals: [Runtime]\n    Properties:\n      CodeUri',
	);
	expect(read({ 'template.yaml': ignoring }).functions[0]?.runtime.origin).toBe('none');
});
