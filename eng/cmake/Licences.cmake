# What has to be with the library wherever it goes: this project's licence, and that of .NET, a part of which is in the library.
# Every entry is FILE=NAME.
file(REAL_PATH ${DOTNET} dotnet_file)
cmake_path(GET dotnet_file PARENT_PATH dotnet_dir)
set(lambdaclient_licences ${PROJECT_SOURCE_DIR}/LICENSE=LICENSE)
foreach(name LICENSE ThirdPartyNotices)
  if(EXISTS ${dotnet_dir}/${name}.txt)
    list(APPEND lambdaclient_licences ${dotnet_dir}/${name}.txt=dotnet-${name}.txt)
  else()
    message(WARNING "Packages will lack the licence of .NET, because ${dotnet_dir}/${name}.txt is missing")
  endif()
endforeach()
