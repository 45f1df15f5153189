import { definePractice } from '../../core/practice.ts';
import groups from './module-length/groups.ts';
import length from './module-length/length.ts';
import responsibility from './module-length/responsibility.ts';

export default definePractice({
	number: '1.2',
	id: 'module-length',
	title: 'Modules stay below the length limit',
	failTitle: 'Some modules are longer than the limit',
	why:
		'A long module hides what it is about: every change touches it, reviews lose the thread, merges collide, and tests ' +
		'import half the program to reach one function. Length is only the symptom that can be counted; the cause is more ' +
		'than one responsibility.',
	remedy:
		'Move the functions and classes that belong together into a module of their own, named after what they do, and ' +
		're-export the names that other modules import.',
	example: {
		language: 'python',
		text: [
			'# orders/',
			'#   __init__.py',
			'#   pricing.py       what an order costs',
			'#   repository.py    how it is stored',
			'#   mail.py          what the customer is told',
			'from ._mail import render_mail as render_mail',
			'',
		].join('\n'),
	},
	links: [
		'https://pylint.readthedocs.io/en/stable/user_guide/messages/convention/too-many-lines.html',
		'https://docs.python.org/3/tutorial/modules.html#packages',
	],
	errata: [
		'Respected libraries have a fifth of their modules over 400 lines, so a single long module is a warning and only many of them, or a very long one, a failure',
	],
	seeAlso: [],
	checks: [length, groups, responsibility],
});
