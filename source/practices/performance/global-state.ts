import { definePractice } from '../../core/practice.ts';
import collaborators from './global-state/collaborators.ts';
import containers from './global-state/containers.ts';
import rebinding from './global-state/rebinding.ts';
import requestState from './global-state/request-state.ts';
import sharedObjects from './global-state/shared-objects.ts';

// https://docs.astral.sh/ruff/rules/mutable-argument-default/

export default definePractice({
	number: '9.2',
	id: 'global-state',
	title: 'No state is shared behind the back of those who use it',
	failTitle: 'State is shared through modules, defaults or caches',
	why:
		'What a module, a default or a cache on a method holds lives as long as the process. In a service or a warm Lambda ' +
		'function, what one request leaves there the next one reads; a test that changes it changes the tests after it; and a ' +
		'signature that does not name it hides what the function depends on.',
	remedy:
		'Hand collaborators in through the constructor, keep what belongs to a request in local or context variables, and make ' +
		'what is made once in a function under `functools.cache`. Take `None` as the default and make the value inside.',
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
	checks: [rebinding, requestState, containers, sharedObjects, collaborators],
});
