import { definePractice } from '../../core/practice.ts';
import sharedObjects from './global-state/shared-objects.ts';

// https://docs.astral.sh/ruff/rules/mutable-argument-default/

export default definePractice({
	number: '9.2',
	id: 'global-state',
	title: 'Defaults and caches are not shared by calls and objects',
	failTitle: 'Defaults or caches are shared by calls or objects',
	why:
		'A list that is the default of a parameter is made once and lives as long as the process. In a service or a warm Lambda ' +
		'function, what one request leaves there the next one reads. A cache on a method keeps each object that it has seen.',
	remedy:
		'Take `None` as the default and make the value inside, give dataclasses a `default_factory`, and hand collaborators in ' +
		'through the constructor.',
	example: {
		language: 'python',
		text: [
			'def collect(order: str, into: list[str] | None = None) -> list[str]:',
			'    into = [] if into is None else into',
			'    into.append(order)',
			'    return into',
			'',
		].join('\n'),
	},
	links: [
		'https://docs.astral.sh/ruff/rules/mutable-argument-default/',
		'https://docs.astral.sh/ruff/rules/cached-instance-method/',
		'https://docs.astral.sh/ruff/rules/mutable-dataclass-default/',
	],
	errata: [
		'The checklist speaks against global state and builds a provider at module level itself; clients and loggers made once at module level are what AWS advises, so they are no finding',
	],
	ruff: ['B006', 'B019', 'B039', 'RUF008'],
	seeAlso: ['9.1', '10.X2'],
	checks: [sharedObjects],
});
