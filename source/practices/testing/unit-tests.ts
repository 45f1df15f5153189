import { definePractice } from '../../core/practice.ts';
import aaa from './unit-tests/aaa.ts';
import asserts from './unit-tests/asserts.ts';
import collected from './unit-tests/collected.ts';
import doubles from './unit-tests/doubles.ts';
import exists from './unit-tests/exists.ts';
import isolated from './unit-tests/isolated.ts';
import motoMocks from './unit-tests/moto-mocks.ts';
import naming from './unit-tests/naming.ts';
import noRealAws from './unit-tests/no-real-aws.ts';
import style from './unit-tests/style.ts';

// https://docs.pytest.org/en/stable/explanation/goodpractices.html#conventions-for-python-test-discovery

export default definePractice({
	number: '7.1',
	id: 'unit-tests',
	title: 'Unit tests run, assert, and stay inside their process',
	failTitle: 'Unit tests are missing, never run, or prove less than they seem to',
	why:
		'A suite is trusted for what it would catch. A test that is never collected, that asserts nothing, or that depends on ' +
		'a network and an account fails nobody on the day it should, and fails somebody on a day it should not.',
	remedy:
		'Keep tests where pytest collects them, give each one an assertion that can fail, and pass collaborators in, so that a ' +
		'small fake can stand for AWS, a database or a clock. One act in each test, its assertions after it, and a name that ' +
		'says what is given, what happens and what should follow.',
	example: {
		language: 'python',
		text: [
			'def test_given_empty_cart_when_checking_out_should_refuse():',
			'    # Arrange',
			'    cart = Cart(payments=FakePayments())',
			'',
			'    # Act',
			'    result = cart.check_out()',
			'',
			'    # Assert',
			'    assert result == Refused("empty")',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.pytest.org/en/stable/explanation/goodpractices.html#conventions-for-python-test-discovery',
		'https://docs.pytest.org/en/stable/explanation/anatomy.html',
		'https://docs.python.org/3/library/unittest.mock.html#autospeccing',
		'https://docs.getmoto.org/en/latest/docs/getting_started.html',
	],
	errata: [
		'Names and order are a style: they are a warning of low severity for the project as a whole, never a failure and never one finding for each test',
		'The checklist’s own example of fakes uses bare mocks, so these are reported only where a file is full of them',
		'Two tests of the checklist are named in another way than it asks for itself',
		'The checklist’s fake of a client takes `Bucket` and `Key`, which N803 of its own selection of ruff reports; an ignore for the tests answers that',
	],
	ruff: [
		'F811',
		'F631',
		'PLW0129',
		'B015',
		'PGH005',
		'B017',
		'PT001',
		'PT012',
		'PT014',
		'PT017',
		'PT022',
		'PT023',
		'PT024',
		'PT025',
	],
	seeAlso: ['0.3', '2.4', '2.5', '7.2', '7.4'],
	checks: [exists, collected, asserts, motoMocks, noRealAws, isolated, doubles, aaa, naming, style],
});
