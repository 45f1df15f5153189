import { definePractice } from '../../core/practice.ts';
import profiled from './profiling/profiled.ts';

// https://github.com/benfred/py-spy
// https://github.com/plasma-umass/scalene

export default definePractice({
	number: '9.3',
	id: 'profiling',
	title: 'Hot paths are found by profiling, in the container that runs them',
	failTitle: 'Only half of what profiling takes is there',
	why:
		'Where a program spends its time is rarely where its authors think. A profile under a known load, in the image that is ' +
		'deployed, shows it, and shows after a change whether it helped.',
	remedy:
		'Keep one load or benchmark that can be repeated, run it in the deployed image, and record a profile with py-spy or ' +
		'scalene. A container needs the capability `SYS_PTRACE` for py-spy to look into another process.',
	example: {
		language: 'sh',
		text: [
			'docker run --cap-add SYS_PTRACE orders-perf \\',
			'    py-spy record -o profile.svg -- python -m orders.bench',
			'',
		].join('\n'),
	},
	links: ['https://github.com/benfred/py-spy', 'https://github.com/plasma-umass/scalene'],
	errata: [
		'Whether somebody has profiled cannot be read from files; where nothing tells, it is a question and never a failure',
	],
	seeAlso: ['9.1', '9.2'],
	checks: [profiled],
});
