import type { ParserFunction, ValidatedModel } from '../../source/core/facts/parsers.ts';

// https://hypothesis.readthedocs.io/en/latest/reference/strategies.html

/** Longer lines would be formatted anew. */
const width = 88;

const json = [
	'JSON: st.SearchStrategy[Any] = st.recursive(',
	'    st.none() | st.booleans() | st.integers() | st.text(max_size=20),',
	'    lambda inner: (',
	'        st.lists(inner, max_size=3)',
	'        | st.dictionaries(st.text(max_size=8), inner, max_size=3)',
	'    ),',
	'    max_leaves=8,',
	')',
];

interface Input {
	readonly strategy: string;
	readonly annotation: string;
}

const inputs: Readonly<Record<string, Input>> = {
	str: { strategy: 'st.text()', annotation: 'str' },
	bytes: { strategy: 'st.binary()', annotation: 'bytes' },
	dict: {
		strategy: 'st.dictionaries(st.text(max_size=8), JSON, max_size=8)',
		annotation: 'dict[str, Any]',
	},
	Mapping: {
		strategy: 'st.dictionaries(st.text(max_size=8), JSON, max_size=8)',
		annotation: 'dict[str, Any]',
	},
	list: { strategy: 'st.lists(JSON, max_size=8)', annotation: 'list[Any]' },
	Any: { strategy: 'JSON', annotation: 'Any' },
};

/** Names of errors that a test can import from the module that raises them, or that Python has. */
const isError = (name: string): boolean => /^[A-Z]\w*$/.test(name);
const ofPython =
	/^(?:(?:Value|Type|Key|Index|Lookup|Attribute|Unicode(?:Decode|Encode)?|Assertion|Arithmetic|Overflow|ZeroDivision|Syntax|Runtime|NotImplemented|Recursion|OS|EOF|Buffer|Name)Error|StopIteration)$/;

/** What a test of generated input can be written for. */
export const isTestable = ({ isPure, isAsync, required, raises, takes }: ParserFunction): boolean =>
	isPure && !isAsync && required === 1 && inputs[takes] !== undefined && raises.every(isError);

const snake = (name: string): string => name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();

const header = (name: string, parameter: string): readonly string[] => {
	const line = `def ${name}(${parameter}) -> None:`;
	return line.length <= width ? [line] : [`def ${name}(`, `    ${parameter},`, ') -> None:'];
};

const given = (argument: string): readonly string[] => {
	const line = `@given(${argument})`;
	return line.length <= width ? [line] : ['@given(', `    ${argument}`, ')'];
};

const functionTest = ({ name, takes, raises }: ParserFunction): readonly string[] => {
	const { strategy, annotation } = inputs[takes] ?? { strategy: 'JSON', annotation: 'Any' };
	const errors = [...new Set(['ValueError', ...raises])].toSorted();
	return [
		...given(`value=${strategy}`),
		...header(`test_given_any_input_when_${snake(name)}_should_only_refuse_it`, `value: ${annotation}`),
		`    with contextlib.suppress(${errors.join(', ')}):`,
		`        ${name}(value)`,
	];
};

const modelTest = ({ name }: ValidatedModel): readonly string[] => [
	'@given(',
	'    payload=st.dictionaries(',
	`        st.sampled_from(sorted(${name}.model_fields)) | st.text(max_size=8),`,
	'        JSON,',
	'        max_size=8,',
	'    )',
	')',
	...header(
		`test_given_any_payload_when_validating_${snake(name)}_should_only_refuse_it`,
		'payload: dict[str, Any]',
	),
	'    with contextlib.suppress(ValidationError):',
	`        ${name}.model_validate(payload)`,
];

const fromLine = (module: string, names: readonly string[]): readonly string[] => {
	const line = `from ${module} import ${names.join(', ')}`;
	return line.length <= width
		? [line]
		: [`from ${module} import (`, ...names.map(name => `    ${name},`), ')'];
};

/** As isort orders names: constants, classes, the rest. */
const ranked = (name: string): string =>
	(/^[A-Z\d_]+$/.test(name) ? '0' : /^[A-Z]/.test(name) ? '1' : '2') + name;
const sorted = (names: readonly string[]): readonly string[] =>
	[...new Set(names)].toSorted((a, b) => (ranked(a) < ranked(b) ? -1 : 1));

/** The tests of a module's parsers and models: nothing is known of them but that they refuse in their own way. */
export const propertyFile = (
	module: string,
	functions: readonly ParserFunction[],
	models: readonly ValidatedModel[],
): string => {
	const needsJson =
		models.length > 0 || functions.some(({ takes }) => inputs[takes]?.strategy.includes('JSON') === true);
	const errors = functions.flatMap(({ raises }) => raises.filter(name => !ofPython.test(name)));
	const own = sorted([...functions, ...models].map(({ name }) => name).concat(errors));
	const tests = [...functions.map(functionTest), ...models.map(modelTest)];
	return [
		`"""Input that nobody thought of: \`${module}\` may refuse it, in its own way only."""`,
		'',
		'import contextlib',
		...(needsJson ? ['from typing import Any'] : []),
		'',
		// How `from` brings two names in, one of them under another, is a matter of settings.
		'import hypothesis.strategies as st',
		'from hypothesis import given',
		...(models.length > 0 ? ['from pydantic import ValidationError'] : []),
		'',
		...fromLine(module, own),
		...(needsJson ? ['', ...json] : []),
		...tests.flatMap(lines => ['', '', ...lines]),
		'',
	].join('\n');
};
