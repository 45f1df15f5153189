import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEngines } from '../../../source/engine/engines.ts';
import { sourceFileOf } from '../../../source/engine/source-file.ts';
import templates from '../../../source/facts/templates/templates.ts';

const engines = createEngines([]);
const read = (text: string, path = 'template.yaml') =>
	templates.extract(sourceFileOf(path, text), engines, undefined);

describe('a template', () => {
	test('has its intrinsics in their long form', () => {
		const text =
			'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties: { X: !GetAtt B.C.D, Y: !Ref E, Z: !Sub "${F}", W: {"Fn::GetAtt": "B.C"} }\n';
		expect(read(text)).toMatchObject({
			outcome: 'read',
			kind: 'cloudformation',
			value: {
				Resources: {
					A: {
						Properties: {
							X: { 'Fn::GetAtt': ['B', 'C.D'] },
							Y: { Ref: 'E' },
							Z: { 'Fn::Sub': '${F}' },
							W: { 'Fn::GetAtt': ['B', 'C'] },
						},
					},
				},
			},
		});
	});
	test('knows the places of keys and items, and its comments', () => {
		const text = '# head\nResources:\n  A: # of A\n    Type: AWS::S3::Bucket\n    L:\n      - one\n';
		expect(read(text)).toMatchObject({
			spans: { '/Resources/A': [3, 3, 3, 4], '/Resources/A/L/0': [6, 9, 6, 12] },
			comments: { 1: '# head', 3: '# of A' },
		});
	});
	test('survives a structured clone', () => {
		const value = read('Resources:\n  A:\n    Type: AWS::S3::Bucket\n');
		expect(structuredClone(value)).toEqual(value);
	});
	test.each([
		[
			'a dynamic reference',
			'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    N: "{{resolve:ssm:/a}}"\n',
			'read',
		],
		[
			'a Jinja block',
			'Resources:\n  A:\n    Type: AWS::S3::Bucket\n{% if x %}\n    B: 1\n{% endif %}\n',
			'unread',
		],
		[
			'a cookiecutter name',
			'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    N: "{{ cookiecutter.n }}"\n',
			'unread',
		],
		['broken YAML', 'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    N: [\n', 'unread'],
	])('with %s is read or told of', (_, text, outcome) => {
		expect(read(text)).toMatchObject({ outcome });
	});
	test('with a key that comes twice has the last one, as deployment tools do', () => {
		expect(read('Resources:\n  A:\n    Type: AWS::S3::Bucket\n    N: 1\n    N: 2\n')).toMatchObject({
			value: { Resources: { A: { N: 2 } } },
			spans: { '/Resources/A/N': [5, 5, 5, 6] },
		});
	});
	test.each([
		['other YAML', 'on: push\njobs: {}\n'],
		['Kubernetes', 'apiVersion: v1\nkind: Pod\nspec:\n  handler: x\n'],
		[
			'what `sam package` made',
			'Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties: { CodeUri: s3://b/k }\n',
		],
	])('is not %s', (_, text) => {
		expect(read(text)).toBeNull();
	});
	test('of the Serverless Framework for another cloud is none', () => {
		expect(read('service: a\nprovider:\n  name: google\n', 'serverless.yml')).toBeNull();
	});
});

test('no text makes the reader throw', () => {
	const piece = fc.constantFrom(
		'Resources:',
		'\n',
		'  A:',
		'    Type: AWS::S3::Bucket',
		'{',
		'}',
		'[',
		']',
		'*a',
		'&a ',
		'<<: *a',
		'!GetAtt',
		' x',
		'|',
		'#',
		'"',
		'{{',
		'{%',
		'\t',
		'? ',
		'- ',
		'---',
		'\r',
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
			read(`Resources:\n  Z:\n    Type: AWS::S3::Bucket\n${pieces.join('')}`);
			return true;
		}),
		{ numRuns: 1500 },
	);
});
