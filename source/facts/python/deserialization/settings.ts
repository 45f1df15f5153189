import type { SgNode } from '@ast-grep/napi';
import type { SerializerSetting } from '../../../core/facts/deserialization.ts';
import type { SourceFile } from '../../../core/gather.ts';
import { argumentsOf } from '../../../edit/python/calls.ts';
import type { Names } from '../../../edit/python/names.ts';
import { usesOf } from '../../../edit/python/uses.ts';
import { siteOf } from './sites.ts';

// https://docs.celeryq.dev/en/stable/userguide/configuration.html#task-serializer
// https://docs.djangoproject.com/en/stable/ref/settings/#session-serializer
// https://python-rq.org/docs/#customizing-serializers

/** Words that make it worth parsing a file for this. */
export const settingWords =
	/["'](?:pickle|application\/x-python-serialize)["']|PickleSerializer|enable_insecure_serializers|\brq\b/;

const celerySetting =
	/(?:^|[._])(?:(?:celery_)?(?:task_|result_|event_)?serializer|(?:celery_)?(?:result_)?accept_content)$/i;
const certainSetting =
	/(?:^|[._])(?:(?:celery_)?(?:task_|result_|event_)serializer|(?:celery_)?(?:result_)?accept_content)$/i;

/** The name that a value is given: of an assignment, a keyword or a dictionary key, through a list around it. */
const nameOf = (value: SgNode): { readonly name: string; readonly node: SgNode } | null => {
	let node = value.parent();
	while (
		node &&
		['list', 'tuple', 'set', 'expression_list', 'parenthesized_expression'].includes(String(node.kind()))
	)
		node = node.parent();
	if (!node) return null;
	switch (String(node.kind())) {
		case 'assignment':
			return { name: node.field('left')?.text() ?? '', node };
		case 'keyword_argument':
			return { name: node.field('name')?.text() ?? '', node };
		case 'pair':
			return { name: (node.field('key')?.text() ?? '').replaceAll(/["']/g, ''), node };
		default:
			return null;
	}
};

const fromStrings = (file: SourceFile, root: SgNode): readonly SerializerSetting[] => {
	const strings = root.findAll({
		rule: {
			kind: 'string',
			regex: '^[rbuRBU]*["\'](?:pickle|application/x-python-serialize|[\\w.]*PickleSerializer)["\']$',
		},
	});
	const celery = /\b(?:celery|kombu)\b/i.test(file.text);
	const framework = celery && !/celery/i.test(file.text) ? 'Kombu' : 'Celery';
	return strings.flatMap((value): readonly SerializerSetting[] => {
		const named = nameOf(value);
		if (!named) return [];
		const site = siteOf(file, named.node, 'settings');
		if (value.text().includes('PickleSerializer')) {
			return /session_serializer$/i.test(named.name)
				? [{ ...site, framework: 'Django', kind: 'pickle' }]
				: [];
		}
		const applies = celery ? celerySetting.test(named.name) : certainSetting.test(named.name);
		return applies ? [{ ...site, framework, kind: 'pickle' }] : [];
	});
};

const fromCalls = (file: SourceFile, root: SgNode, names: Names): readonly SerializerSetting[] =>
	usesOf(root, names, origin => /^(?:kombu|aiocache|rq)(?:\.|$)/.test(origin)).flatMap(
		({ origins, call }): readonly SerializerSetting[] => {
			const [api] = origins;
			if (!call) return [];
			const site = siteOf(file, call, 'settings');
			if (/^kombu\..*enable_insecure_serializers$/.test(api))
				return [{ ...site, framework: 'Kombu', kind: 'pickle' }];
			if (/^aiocache\..*PickleSerializer$/.test(api))
				return [{ ...site, framework: 'aiocache', kind: 'pickle' }];
			const { keywords, kwargs } = argumentsOf(call);
			const isQueue = /^rq\.(?:queue\.)?Queue$|^rq\.(?:worker\.)?(?:Simple)?Worker$/.test(api);
			return isQueue && !keywords.has('serializer') && !kwargs
				? [{ ...site, framework: 'RQ', kind: 'default' }]
				: [];
		},
	);

/** Settings that make a framework unpickle, in one file. */
export const settingsIn = (file: SourceFile, root: SgNode, names: Names): readonly SerializerSetting[] =>
	settingWords.test(file.text) ? [...fromStrings(file, root), ...fromCalls(file, root, names)] : [];
