import type { FactName } from '../source/core/facts.ts';
import type { AnyFixer, Fixer } from '../source/core/fixer.ts';

/** Checks the facts a fixer asks for against the facts it uses. */
export const defineFixer = <const Needs extends FactName>(fixer: Fixer<Needs>): AnyFixer => fixer;
