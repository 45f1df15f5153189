import { argumentsOf, insertKeyword, removeArgument } from '../../source/edit/python/calls.ts';
import { qualifiedName } from '../../source/edit/python/names.ts';
import { fixWeakCalls } from './weak-calls.ts';

// https://docs.pytorch.org/docs/stable/generated/torch.load.html
// https://numpy.org/doc/stable/reference/generated/numpy.load.html

const apiOf = (message: string): string | undefined => /^`(torch|numpy)\.load` /.exec(message)?.[1];

export default fixWeakCalls({
	id: 'load-without-pickle',
	title: 'Load weights and arrays without pickle',
	checks: ['safe-deserialization/pickle'],
	safety: 'review',
	needs: [],
	safetyNote:
		'Files that hold tensors, numbers, strings and collections of them load as before. Whole models, objects of other classes and ' +
		'arrays of objects are refused. Calls that say `weights_only=False` or bring a pickle module of their own are left alone.',
	takes: ({ level, message }) =>
		level !== 'info' &&
		apiOf(message) !== undefined &&
		!/\(accepted|configured off|switched off/.test(message),
	isMeant: (callee, names) => /^(?:torch|numpy)\.load$/.test(qualifiedName(callee, names) ?? ''),
	mend({ call, callee, text, names }) {
		const { keywords, kwargs, splat, positional } = argumentsOf(call);
		if (kwargs || splat) return 'its arguments are not all written there';
		if (qualifiedName(callee, names) === 'numpy.load') {
			const allows = keywords.get('allow_pickle');
			const removal = allows ? removeArgument(call, allows) : null;
			return removal === null ? 'what it allows is not said by the keyword alone' : [[removal]];
		}
		if (keywords.has('weights_only')) return '`weights_only` is `False` on purpose';
		if (keywords.has('pickle_module') || positional.length > 2) return 'it brings a pickle module of its own';
		return [insertKeyword(text, call, 'weights_only=True')];
	},
	says: () => ({
		summary: 'load weights and arrays without pickle',
		changed: '`torch.load` gets `weights_only=True`, and `numpy.load` allows no pickle.',
		atRunTime:
			'A file that holds anything but tensors, arrays and plain values raises an error instead of running what it names.',
		followUps: ['Load each kind of file once: whole models have to be saved again as their `state_dict`'],
	}),
});
