import type { PackageFaultCode } from '../../domain/package.ts';

/** A package that is set aside: why, and where in it. Carries nothing of its contents. */
export class PackageRefusal extends Error {
  readonly code: PackageFaultCode;
  readonly place: string;

  constructor(code: PackageFaultCode, place = '') {
    super(code);
    this.name = 'PackageRefusal';
    this.code = code;
    this.place = place;
  }
}
