import { Component, type ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/panel.tsx';

/** A page that fails does not take the others with it. */
export class PageGuard extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError = () => ({ failed: true });

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Empty title="This page has met a fault of its own.">
        <p>
          Your data is safe. Load the page again; if it fails again, please report the address and what you
          did.
        </p>
        <Button onClick={() => location.reload()}>Load again</Button>
      </Empty>
    );
  }
}
