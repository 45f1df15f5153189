import { definePractice } from '../../core/practice.ts';
import current from './contract-tests/current.ts';
import verified from './contract-tests/verified.ts';

// https://docs.pact.io/

export default definePractice({
	number: '7.3',
	id: 'contract-tests',
	title: 'What consumers of the API expect is tested as a contract',
	failTitle: 'Contracts with consumers of the API are tested by halves',
	why:
		'Two services that are tested apart agree only as long as nobody changes a field. A contract that the consumer writes ' +
		'and the provider verifies breaks the build of the one who would break the other.',
	remedy:
		'Let the consumer’s tests write a pact, publish it to a broker, verify it in the provider’s pipeline and ask ' +
		'`can-i-deploy` before a release. Both sides belong to it, so it is agreed between teams first.',
	example: {
		language: 'python',
		text: [
			'from pact import Verifier',
			'',
			'',
			'def test_given_published_pacts_when_verified_should_hold(orders_url: str) -> None:',
			'    verifier = Verifier("orders").add_transport(url=orders_url)',
			'    verifier.broker_source("https://pacts.example.com").verify()',
			'',
		].join('\n'),
	},
	links: ['https://docs.pact.io/', 'https://github.com/pact-foundation/pact-python/blob/main/MIGRATION.md'],
	errata: [
		'Whether another team consumes an API cannot be read from one repository, so that its absence is a question and never a failure',
		'Other ways to hold a contract, such as a check of the OpenAPI document for breaking changes, are named in the question',
		'Version 3 of pact-python replaced the interface that most samples show; the old one is `pact.v2`',
	],
	seeAlso: ['7.1', '7.2'],
	checks: [verified, current],
});
