import { isList, isTable } from '../data.ts';
import type { Data } from '../facts/config.ts';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html

const isNamed = (name: string): boolean => name !== '' && !name.startsWith('AWS::');

const inText = (text: string, own: ReadonlySet<string>): readonly string[] =>
	[...text.matchAll(/\$\{([^!}][^}]*)\}/g)]
		.map(([, inner]) => (inner ?? '').trim().split('.')[0] ?? '')
		.filter(name => isNamed(name) && !own.has(name));

const ofIntrinsic = (name: string, value: Data): readonly string[] | null => {
	if (name === 'Ref') return typeof value === 'string' && isNamed(value) ? [value] : [];
	if (name === 'Fn::GetAtt') {
		const target = isList(value) ? value[0] : value;
		return typeof target === 'string' ? [target.split('.')[0] ?? ''].filter(isNamed) : [];
	}
	if (name !== 'Fn::Sub') return null;
	const [text, map] = isList(value) ? value : [value];
	const own = new Set(isTable(map) ? Object.keys(map) : []);
	return [
		...(typeof text === 'string' ? inText(text, own) : []),
		...(map === undefined ? [] : referencesOf(map)),
	];
};

/** Logical ids that a value refers to through `Ref`, `Fn::GetAtt` and `Fn::Sub`, in order, each once. */
export const referencesOf = (value: Data): readonly string[] => {
	if (isList(value)) return [...new Set(value.flatMap(referencesOf))];
	if (!isTable(value)) return [];
	const found = Object.entries(value).flatMap(
		([key, inner]) => ofIntrinsic(key, inner) ?? referencesOf(inner),
	);
	return [...new Set(found)];
};

export const refersTo = (value: Data | undefined, id: string): boolean =>
	value !== undefined && referencesOf(value).includes(id);
