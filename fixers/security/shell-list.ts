import { argumentsOf, removeArgument } from '../../source/edit/python/calls.ts';
import { partsOf } from '../../source/edit/python/nodes.ts';
import { fixWeakCalls, isOpenWith } from './weak-calls.ts';

// https://docs.python.org/3/library/subprocess.html#subprocess.Popen

const takesShell = isOpenWith('S602');

export default fixWeakCalls({
	id: 'shell-list',
	title: 'Start a list of arguments without a shell',
	checks: ['security-scans/clean'],
	safety: 'review',
	needs: [],
	safetyNote:
		'With a list, a shell on Linux and macOS runs the first item and drops the others, so the command finally gets its arguments. ' +
		'Where the first item is more than one word, only a shell can run it, and files that ask for Windows rely on one: both are left alone.',
	takes: finding => takesShell(finding) && finding.message.startsWith('With a shell, the first item'),
	isMeant: (_, __, call) => argumentsOf(call).keywords.get('shell')?.field('value')?.text() === 'True',
	mend({ call, text }) {
		const { positional, keywords, kwargs } = argumentsOf(call);
		const [list] = positional;
		const shell = keywords.get('shell');
		if (list?.kind() !== 'list' || !shell || kwargs || keywords.has('executable'))
			return 'its arguments are not all written there';
		const [command, ...rest] = partsOf(list);
		if (rest.length === 0) return 'the list is one item, which the shell may take apart';
		if (!command || !/^[rbu]{0,2}(["'])[\w./+-]+\1$/i.test(command.text()))
			return 'the first item is not the plain name of a program';
		if (/\bwin32\b|\bWindows\b|\bos\.name\b|\.(?:cmd|bat|exe)\b/.test(text))
			return 'the file asks for Windows, where a shell takes the whole list';
		const removal = removeArgument(call, shell);
		return removal === null ? 'a comment stands beside the keyword' : [[removal]];
	},
	says: () => ({
		summary: 'start lists of arguments without a shell',
		changed: '`shell=True` is gone where a list is passed.',
		atRunTime:
			'The command gets the arguments behind its name, which the shell dropped. A program that is not there raises `FileNotFoundError`, where the shell gave code 127.',
		followUps: ['Look at what the command does with its arguments: until now it ran without them'],
	}),
});
