import { isList, isTable } from '../data.ts';
import type { Data, Table } from '../facts/config.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html

/** The items of a list, or the one value, with both branches of each `Fn::If`; what a branch leaves out is left out. */
export const unfolded = (value: Data | undefined): readonly Data[] => {
	if (value === undefined) return [];
	if (isList(value)) return value.flatMap(unfolded);
	if (!isTable(value)) return [value];
	if (isList(value['Fn::If'])) return unfolded(value['Fn::If'].slice(1));
	return value['Ref'] === 'AWS::NoValue' ? [] : [value];
};

/** Statements of a policy with both branches of each `Fn::If`; null where one cannot be told. */
export const statementsOf = (value: Data | undefined): readonly Table[] | null => {
	if (isList(value)) {
		const parts = value.map(statementsOf);
		const known = parts.filter(part => part !== null);
		return known.length === parts.length ? known.flat() : null;
	}
	if (!isTable(value)) return null;
	if (isList(value['Fn::If'])) return statementsOf(value['Fn::If'].slice(1));
	if (value['Ref'] === 'AWS::NoValue') return [];
	return Object.keys(value).some(key => key === 'Ref' || key.startsWith('Fn::')) ? null : [value];
};
