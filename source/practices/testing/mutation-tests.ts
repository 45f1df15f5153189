import { definePractice } from '../../core/practice.ts';
import configured from './mutation-tests/configured.ts';

// https://mutmut.readthedocs.io/

export default definePractice({
	number: '7.5',
	id: 'mutation-tests',
	title: 'Mutation testing, where it is used, is set up for its current version',
	failTitle: 'Mutation testing is set up for an older version, or leaves its files about',
	why:
		'Coverage tells which lines ran; a mutant that survives tells which lines could be wrong without any test noticing. In ' +
		'the modules that hold the rules of the business that difference matters most.',
	remedy:
		'Restrict mutmut to the domain with `only_mutate`, give it the whole import root as `source_paths`, and keep `mutants/` ' +
		'out of git. A run takes long: a schedule suits it better than every change.',
	example: {
		language: 'toml',
		text: [
			'[tool.mutmut]',
			'source_paths = ["src/"]',
			'only_mutate = ["src/orders/domain/*"]',
			'pytest_add_cli_args_test_selection = ["tests/unit/"]',
			'',
		].join('\n'),
	},
	links: ['https://mutmut.readthedocs.io/', 'https://github.com/boxed/mutmut/blob/main/HISTORY.rst'],
	errata: [
		'The checklist says “if needed”, so that nothing is asked of a project without such a tool',
		'mutmut 3.6 renamed its settings; the old ones are reported where the lock has it',
	],
	seeAlso: ['2.5', '7.4'],
	checks: [configured],
});
