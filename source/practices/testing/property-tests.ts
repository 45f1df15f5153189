import { definePractice } from '../../core/practice.ts';
import generated from './property-tests/generated.ts';

// https://hypothesis.readthedocs.io/

export default definePractice({
	number: '7.4',
	id: 'property-tests',
	title: 'Parsers and validators are tested with generated input',
	failTitle: 'Parsers and validators are tested with chosen examples alone',
	why:
		'Input from outside comes in shapes that nobody thought of. Examples test what the author had in mind; generated input ' +
		'finds the empty text, the nested list and the surrogate that make a parser raise what no caller catches.',
	remedy:
		'Test with hypothesis that a parser raises nothing but the error it promises, that what it writes it also reads, and ' +
		'that validating twice changes nothing. Begin with the code that meets input from other systems.',
	example: {
		language: 'python',
		text: [
			'from hypothesis import given, strategies as st',
			'',
			'',
			'@given(st.text())',
			'def test_given_any_text_when_parsing_should_only_raise_value_error(text: str) -> None:',
			'    try:',
			'        parse_quantity(text)',
			'    except ValueError:',
			'        pass',
			'',
		].join('\n'),
	},
	links: ['https://hypothesis.readthedocs.io/', 'https://schemathesis.readthedocs.io/'],
	errata: [
		'The checklist’s own example of a property test asserts on a mock, which proves little; tests of real parsers and validators are meant',
	],
	seeAlso: ['7.1', '7.5', '8.4'],
	checks: [generated],
});
