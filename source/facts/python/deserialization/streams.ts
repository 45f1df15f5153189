import type { SgNode } from '@ast-grep/napi';
import type { ObjectStream } from '../../../core/facts/deserialization.ts';
import type { SourceFile } from '../../../core/gather.ts';
import { argumentsOf } from '../../../edit/python/calls.ts';
import type { Names } from '../../../edit/python/names.ts';
import { originsOf } from '../../../edit/python/names.ts';
import { enclosing } from '../../../edit/python/nodes.ts';
import { usesOf, type Use } from '../../../edit/python/uses.ts';
import { siteOf } from './sites.ts';

// https://docs.python.org/3/library/pickle.html, https://bandit.readthedocs.io/en/latest/blacklists/blacklist_calls.html

const picklers = ['pickle', '_pickle', 'cPickle', 'six.moves.cPickle', 'cloudpickle', 'dill'];
const uses = new Map<string, ObjectStream['use']>([
	...picklers.flatMap(module => [
		[`${module}.load`, 'loads'] as const,
		[`${module}.loads`, 'loads'] as const,
		[`${module}.Unpickler`, 'loads'] as const,
		[`${module}.dump`, 'dumps'] as const,
		[`${module}.dumps`, 'dumps'] as const,
		[`${module}.Pickler`, 'dumps'] as const,
	]),
	['dill.load_session', 'loads'],
	['joblib.load', 'loads'],
	['joblib.dump', 'dumps'],
	['shelve.open', 'loads'],
	['shelve.DbfilenameShelf', 'loads'],
	['pandas.read_pickle', 'loads'],
	['pandas.to_pickle', 'dumps'],
	['jsonpickle.decode', 'loads'],
	['jsonpickle.loads', 'loads'],
	['jsonpickle.unpickler.Unpickler', 'loads'],
	['jsonpickle.unpickler.decode', 'loads'],
	['marshal.load', 'marshal'],
	['marshal.loads', 'marshal'],
	['torch.load', 'weights'],
	['numpy.load', 'loads'],
]);
const modules = new Set([...uses.keys()].map(name => name.split('.', 1)[0] ?? ''));

/** Words that make it worth parsing a file for this. */
export const streamWords =
	/\b(?:c?_?[pP]ickle|cloudpickle|dill|joblib|shelve|read_pickle|jsonpickle|marshal|torch|allow_pickle)\b/;

const outside = /request|event|body|message|payload|recv|get_object|cache|queue|urlopen|response|redis/i;

const assignedTo = (name: string, call: SgNode): readonly string[] => {
	const scope = enclosing(call, ['function_definition']);
	return (
		scope?.findAll({ rule: { kind: 'assignment', has: { field: 'left', regex: `^${name}$` } } }) ?? []
	).map(assignment => assignment.field('right')?.text().slice(0, 400) ?? '');
};

/** One hop back from the first argument, inside the function. */
const comesFromOutside = (call: SgNode): boolean => {
	const [first] = argumentsOf(call).positional;
	if (!first) return false;
	if (outside.test(first.text())) return true;
	return first.kind() === 'identifier' && assignedTo(first.text(), call).some(source => outside.test(source));
};

/** What `torch.load` and `numpy.load` do hangs on one keyword; null where they are safe. */
const useOf = (api: string, use: ObjectStream['use'], call: SgNode | null): ObjectStream['use'] | null => {
	const keyword = (name: string): string | undefined => {
		const given = call ? argumentsOf(call).keywords.get(name) : undefined;
		return given?.field('value')?.text();
	};
	if (api === 'numpy.load') return keyword('allow_pickle') === 'True' ? use : null;
	if (api !== 'torch.load') return use;
	const weightsOnly = keyword('weights_only');
	if (weightsOnly === 'True') return null;
	// With a module of its own it unpickles all, in every version: https://docs.pytorch.org/docs/stable/generated/torch.load.html
	const module = keyword('pickle_module') ?? 'None';
	return weightsOnly === 'False' || (weightsOnly === undefined && module !== 'None') ? 'loads' : 'weights';
};

/** `pickle.loads(pickle.dumps(x))` is a slow deep copy: the bytes never leave the line. */
const copiesInMemory = (call: SgNode | null, names: Names): boolean => {
	const inner = call ? argumentsOf(call).positional[0] : undefined;
	const made = inner?.kind() === 'call' ? inner.field('function') : null;
	return made ? originsOf(made, names).some(origin => uses.get(origin) === 'dumps') : false;
};

/** `class Restricted(pickle.Unpickler)` with its own `find_class` is what the documentation recommends. */
const restricts = ({ node }: Use): boolean => {
	const list = node.parent();
	const definition = list?.kind() === 'argument_list' ? list.parent() : null;
	return definition?.kind() === 'class_definition' && /\bdef\s+find_class\b/.test(definition.text());
};

/** Streams of objects in one file. */
export const streamsIn = (file: SourceFile, root: SgNode, names: Names): readonly ObjectStream[] =>
	usesOf(root, names, origin => modules.has(origin.split('.', 1)[0] ?? '')).flatMap(found => {
		const api = found.origins.find(origin => uses.has(origin));
		const use = api === undefined ? undefined : uses.get(api);
		if (api === undefined || use === undefined || restricts(found)) return [];
		const inAnnotation = enclosing(found.node, ['type']) !== null;
		const isReference = found.call === null;
		// A class is named in `isinstance` and annotations; only functions are passed on to be called.
		if (
			inAnnotation ||
			(isReference &&
				/Pickler|DbfilenameShelf/i.test(api) &&
				found.node.parent()?.parent()?.kind() !== 'class_definition')
		)
			return [];
		const effect = useOf(api, use, found.call);
		if (effect === null || copiesInMemory(found.call, names)) return [];
		return [
			{
				...siteOf(file, found.call ?? found.node, 'pickle'),
				api,
				use: effect,
				fromOutside: found.call !== null && comesFromOutside(found.call),
			},
		];
	});

/** `frame.to_pickle(path)` of pandas; the receiver's type is not known, the name is telling. */
export const pickledFrames = (file: SourceFile, root: SgNode): readonly ObjectStream[] =>
	file.text.includes('.to_pickle(')
		? root
				.findAll({
					rule: { kind: 'call', has: { field: 'function', kind: 'attribute', regex: '\\.to_pickle$' } },
				})
				.map(call => ({
					...siteOf(file, call, 'pickle'),
					api: 'to_pickle',
					use: 'dumps',
					fromOutside: false,
				}))
		: [];
