import { describe, expect, test } from 'vitest';
import { referencesOf } from '../../../source/core/template/references.ts';
import { numberOf, resolve, resolveAt, truthOf } from '../../../source/core/template/resolve.ts';

const root = {
	Parameters: {
		Seconds: { Type: 'Number', Default: 30 },
		Bare: { Type: 'String' },
		Name: { Default: 'orders' },
	},
	Mappings: { Limits: { prod: { timeout: 10 } } },
	custom: { timeout: 8, again: '${self:custom.timeout}', loop: '${self:custom.loop}' },
};
const known = (value: unknown, via: string | null = null) => [{ state: 'known', value, via }];

describe('a value', () => {
	test('that is written out is known', () => {
		expect(resolve(5, root)).toEqual(known(5));
	});
	test('that is not there is absent, and so is `AWS::NoValue`', () => {
		expect(resolve(undefined, root)).toEqual([{ state: 'absent' }]);
		expect(resolve({ Ref: 'AWS::NoValue' }, root)).toEqual([{ state: 'absent' }]);
	});
	test('of a parameter is its default, which a deployment may override', () => {
		expect(resolve({ Ref: 'Seconds' }, root)).toEqual(known(30, 'the default of the parameter `Seconds`'));
	});
	test.each([
		{ Ref: 'Bare' },
		{ Ref: 'Bucket' },
		{ 'Fn::ImportValue': 'x' },
		{ 'Fn::Sub': '${AWS::Region}-x' },
	])('%j is known at the deployment only', value => {
		expect(resolve(value, root)).toMatchObject([{ state: 'unknown' }]);
	});
	test('of a mapping with literal keys is known', () => {
		expect(resolve({ 'Fn::FindInMap': ['Limits', 'prod', 'timeout'] }, root)).toEqual(known(10));
	});
	test('is put together by `Fn::Join` and `Fn::Sub`', () => {
		expect(resolve({ 'Fn::Join': ['-', ['a', 'b']] }, root)).toEqual(known('a-b'));
		expect(resolve({ 'Fn::Sub': ['${Name}-${X}-${!Y}', { X: 'x' }] }, root)).toEqual(
			known('orders-x-${Y}', 'the default of the parameter `Name`'),
		);
	});
	test('under a condition has a branch for each way', () => {
		expect(resolve({ 'Fn::If': ['C', 1, { Ref: 'AWS::NoValue' }] }, root)).toEqual([
			{ state: 'known', value: 1, via: null },
			{ state: 'absent' },
		]);
	});
	test('of the Serverless Framework is looked up in the file', () => {
		expect(resolve('${self:custom.again}', root)).toEqual(known(8));
		expect(resolve("${opt:stage, 'dev'}", root)).toEqual(known('dev', 'the default of `stage`'));
		expect(resolve('${ssm:/a}', root)).toMatchObject([{ state: 'unknown' }]);
	});
	test('that refers to itself ends', () => {
		expect(resolve('${self:custom.loop}', root)).toMatchObject([{ state: 'unknown' }]);
	});
	test('below a condition is found on each branch', () => {
		const value = { A: { 'Fn::If': ['C', { B: 1 }, { X: 2 }] } };
		expect(resolveAt(value, ['A', 'B'], root)).toEqual([
			{ state: 'known', value: 1, via: null },
			{ state: 'absent' },
		]);
	});
});

test('numbers and truth values may stand in quotes', () => {
	expect([numberOf('30'), numberOf(30), numberOf('a'), numberOf(null)]).toEqual([30, 30, null, null]);
	expect([truthOf('True'), truthOf('off'), truthOf(false), truthOf('x')]).toEqual([true, false, false, null]);
});

describe('references', () => {
	test('are found in `Ref`, `Fn::GetAtt` and `Fn::Sub`', () => {
		expect(
			referencesOf([
				{ Ref: 'A' },
				{ 'Fn::GetAtt': ['B', 'Arn'] },
				{ 'Fn::GetAtt': 'C.Arn' },
				{ 'Fn::Sub': '${D.Arn}/${!No}/${AWS::Region}/${E}' },
				{ 'Fn::Sub': ['${F}${G}', { G: { Ref: 'H' } }] },
			]),
		).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'H']);
	});
});
