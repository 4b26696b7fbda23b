//! A file that is written whole before it has a name, so that whatever ends the process leaves the old
//! file and nothing else.
//!
//! Where the system has no files without a name, it is one that is deleted already, and is copied when it
//! is whole. In both cases there is a second name for a moment only; signals that would end the process
//! wait for its end.

use std::fs::{self, File};
use std::io;
use std::path::Path;
#[cfg(unix)]
use std::sync::Arc;
#[cfg(unix)]
use std::sync::atomic::AtomicBool;

use tempfile::{Builder, NamedTempFile, TempPath};

/// A file without a name.
pub(crate) struct Draft<'f> {
    /// To be written to.
    pub(crate) file: File,
    folder: &'f Path,
    mode: u32,
}

/// What a file may be while it is written in the place of another one.
const PRIVATE: u32 = 0o600;
/// What any new file may be, as far as the user's mask lets it.
const USUAL: u32 = 0o666;

impl<'f> Draft<'f> {
    /// Begins one that is to be in this folder, in the place of another or as a new file.
    pub(crate) fn new(folder: &'f Path, replaces: bool) -> io::Result<Self> {
        let mode = if replaces { PRIVATE } else { USUAL };
        Ok(Self {
            file: nameless(folder, mode).or_else(|_| tempfile::tempfile_in(folder))?,
            folder,
            mode,
        })
    }

    /// Takes the place of the target, with its owner and permissions.
    pub(crate) fn replace(mut self, target: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        let held = fs::metadata(target).ok();
        #[cfg(unix)]
        hold_signals()?;
        let (path, copy) = if let Ok(path) = self.named() {
            (path, None)
        } else {
            let (file, path) = self.copied()?.into_parts();
            (path, Some(file))
        };
        let file = copy.as_ref().unwrap_or(&self.file);
        if let Some(held) = held {
            keep_owner(file, &held);
            file.set_permissions(held.permissions())?;
        }
        path.persist(target).map_err(|error| error.error)
    }

    /// Gives it a name beside the target.
    #[cfg(target_os = "linux")]
    fn named(&self) -> io::Result<TempPath> {
        use rustix::fs::{AtFlags, CWD, linkat};
        use std::os::fd::AsRawFd;
        let open = format!("/proc/self/fd/{}", self.file.as_raw_fd());
        let link = |name: &Path| Ok(linkat(CWD, &open, CWD, name, AtFlags::SYMLINK_FOLLOW)?);
        Ok(builder().make_in(self.folder, link)?.into_temp_path())
    }

    #[cfg(not(target_os = "linux"))]
    fn named(&self) -> io::Result<TempPath> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// A copy with a name.
    fn copied(&mut self) -> io::Result<NamedTempFile> {
        use std::io::Seek;
        let mut builder = builder();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(self.mode));
        }
        let mut copy = builder.tempfile_in(self.folder)?;
        self.file.rewind()?;
        io::copy(&mut self.file, copy.as_file_mut())?;
        copy.as_file().sync_all()?;
        Ok(copy)
    }
}

fn builder<'b>() -> Builder<'b, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".xwalk-");
    builder
}

#[cfg(target_os = "linux")]
fn nameless(folder: &Path, mode: u32) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    Ok(open(folder, flags, Mode::from_raw_mode(mode))?.into())
}

#[cfg(not(target_os = "linux"))]
fn nameless(_folder: &Path, _mode: u32) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Lets the process end with the file that is nearly there, and not before.
#[cfg(unix)]
fn hold_signals() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    let nobody_asks = Arc::new(AtomicBool::new(false));
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&nobody_asks))?;
    }
    Ok(())
}

/// As far as the user may give files away.
#[cfg(unix)]
fn keep_owner(file: &File, held: &fs::Metadata) {
    use std::os::unix::fs::MetadataExt;
    let Ok(own) = file.metadata() else { return };
    if (own.uid(), own.gid()) != (held.uid(), held.gid()) {
        let _ = std::os::unix::fs::fchown(file, Some(held.uid()), Some(held.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_file: &File, _held: &fs::Metadata) {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// Where the system has no files without a name.
    fn deleted(folder: &Path) -> Draft<'_> {
        Draft {
            file: tempfile::tempfile_in(folder).expect("a file"),
            folder,
            mode: PRIVATE,
        }
    }

    #[test]
    fn each_kind_of_draft_takes_the_place_of_a_file_and_keeps_its_permissions() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("a");
        let drafts: [fn(&Path) -> Draft; 3] = [
            |folder| Draft::new(folder, false).expect("a draft"),
            |folder| Draft::new(folder, true).expect("a draft"),
            deleted,
        ];
        for (words, draft) in ["one", "two", "three"].into_iter().zip(drafts) {
            let mut draft = draft(folder.path());
            draft.file.write_all(words.as_bytes()).expect("written");
            let names = fs::read_dir(folder.path()).expect("a folder").count();
            assert_eq!(names, usize::from(words != "one"), "it has no name yet");
            let before = fs::metadata(&target).ok();
            draft.replace(&target).expect("replaced");
            assert_eq!(fs::read_to_string(&target).expect("a file"), words);
            assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
            if let Some(before) = before {
                let after = fs::metadata(&target).expect("a file");
                assert_eq!(after.permissions(), before.permissions());
            }
        }
    }
}
