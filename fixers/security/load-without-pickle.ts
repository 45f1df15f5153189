import type { SgNode } from '@ast-grep/napi';
import type { Facts, Project } from '../../source/core/facts.ts';
import { argumentsOf, insertKeyword, removeArgument } from '../../source/edit/python/calls.ts';
import { qualifiedName } from '../../source/edit/python/names.ts';
import { enclosing } from '../../source/edit/python/nodes.ts';
import { importsCalled } from '../importing-tests.ts';
import { fixWeakCalls } from './weak-calls.ts';

// https://docs.pytorch.org/docs/stable/generated/torch.load.html
// https://numpy.org/doc/stable/reference/generated/numpy.load.html

type Read = Pick<Facts, 'files' | 'modules'>;

/** Files of the project that use torch: what one of them saves, another one loads. */
const torchFiles = (facts: Read, project: Project): readonly string[] =>
	[...facts.files.values()].flatMap(({ path, project: home }) =>
		(home ?? '.') === project.path && importsCalled(path, new Set(['torch']), facts) ? [path] : [],
	);

/** `torch.save({"trainer": self}, path)`: an object with its class, which only pickle brings back. */
const savesObject = /\btorch\.save\((?:[^()]|\([^()]*\)){0,2000}?(?:[:,]\s*|\(\s*)self\s*[,})]/;

/** What models have and weights have not. */
const modelMethod =
	'(?:eval|train|forward|fit|transform|generate|parameters|state_dict|load_\\w+|predict\\w*)';

/** Whether what is loaded, or a part of it, is used as a model in the function around. */
const isUsedAsModel = (call: SgNode): boolean => {
	const assignment = enclosing(call, ['assignment']);
	const name = assignment?.field('left')?.text() ?? '';
	const body = enclosing(call, ['function_definition', 'module'])?.text() ?? '';
	if (!/^\w+$/.test(name)) return false;
	const parts = [...body.matchAll(new RegExp(`\\b(\\w+)\\s*=\\s*${name}\\[`, 'g'))].map(
		([, part]) => part ?? '',
	);
	return [name, ...parts].some(each =>
		new RegExp(`(?<![\\w.])${each}(?:\\[[^\\]\\n]*\\])?(?:\\.${modelMethod})?\\(`).test(body),
	);
};

const apiOf = (message: string): string | undefined => /^`(torch|numpy)\.load` /.exec(message)?.[1];

export default fixWeakCalls({
	id: 'load-without-pickle',
	title: 'Load weights and arrays without pickle',
	checks: ['safe-deserialization/pickle'],
	safety: 'review',
	needs: ['files', 'modules'],
	safetyNote:
		'Files that hold tensors, numbers, strings and collections of them load as before. Whole models, objects of other classes and ' +
		'arrays of objects are refused; where the project saves an object whole, or uses what it loads as a model, the call stays. Calls that say `weights_only=False` or bring a pickle module of their own are left alone.',
	takes: ({ level, message }) =>
		level !== 'info' &&
		apiOf(message) !== undefined &&
		!/\(accepted|configured off|switched off/.test(message),
	alsoReads: (paths, facts, project) =>
		[...paths].some(path => importsCalled(path, new Set(['torch']), facts)) ? torchFiles(facts, project) : [],
	isMeant: (callee, names) => /^(?:torch|numpy)\.load$/.test(qualifiedName(callee, names) ?? ''),
	mend({ call, callee, text, names, facts, project, texts }) {
		const { keywords, kwargs, splat, positional } = argumentsOf(call);
		if (kwargs || splat) return 'its arguments are not all written there';
		if (qualifiedName(callee, names) === 'numpy.load') {
			const allows = keywords.get('allow_pickle');
			const removal = allows ? removeArgument(call, allows) : null;
			return removal === null ? 'what it allows is not said by the keyword alone' : [[removal]];
		}
		if (keywords.has('weights_only')) return '`weights_only` is `False` on purpose';
		if (keywords.has('pickle_module') || positional.length > 2) return 'it brings a pickle module of its own';
		if (torchFiles(facts, project).some(path => savesObject.test(texts.get(path) ?? '')))
			return 'the project saves objects whole, which would not be loaded any more';
		if (isUsedAsModel(call)) return 'what it loads is used as a model, which needs pickle';
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
